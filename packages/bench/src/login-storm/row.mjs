/**
 * What others feel while hundreds of people sign in at once.
 */

import { assertRight } from '../assert-right.mjs';
import { signInWithPassword } from '../doorward-accounts.mjs';
import { startPinned } from '../pinned-process.mjs';
import { quantile, spreadOf } from '../statistics.mjs';
import { nameOf, PASSWORD } from './people.mjs';

const WAITING = 500;
const IDLE_MS = 4_000;
const ARRIVING_MS = 2_000;
const STORM_MS = 6_000;
/** Until the code of a request is compiled. */
const WARM_MS = 1_500;

/** Those who come when the line is full: some at once, which fills it to its bound, and then one by one. */
const LATE = { burst: 100, oneByOne: 60, everyMs: 20 };

const LIMITS = { times: 2, readMs: 30, refusalMs: 100 };

/** @type {import('../rows.mjs').OwnRow} */
export const LOGIN_STORM = {
  kind: 'own',
  name: 'login-storm',
  title: `${WAITING} people sign in at once, and others go on working; accounts on SQLite, on Express`,
  rounds: 3,
  run,
};

async function run(rounds, progress) {
  const samples = [];
  for (let round = 0; round < rounds; round += 1) {
    samples.push(await measureStorm((line) => progress(`round ${round + 1} of ${rounds}: ${line}`)));
  }
  return outcomeOf(samples);
}

/** A server of its own each time: who waits in a line stays there. */
async function measureStorm(progress) {
  const processes = [];
  try {
    // Server and hashing need a core each; the clients have the second one, and come first on it.
    for (const file of ['server.mjs', 'prober.mjs', 'crowd.mjs']) {
      processes.push(await startPinned(`login-storm/${file}`, [], file === 'server.mjs' ? null : 1));
    }
    const [server, prober, crowd] = /** @type {any} */ (processes);
    const { port } = server.hello;
    const cookie = await signInWithPassword(port, { username: nameOf(0), password: PASSWORD });
    const variant = { name: 'sqlite', guarded: true, personal: true };
    progress(
      await assertRight('the server of the storm', /** @type {any} */ (variant), {
        port,
        header: 'Cookie',
        credential: cookie,
      }),
    );
    const probe = (ms) => prober.ask({ port, request: signedInRequest(port, cookie), ms });
    const during = async (ms) => {
      await server.ask('reads');
      return { requests: await probe(ms), reads: await server.ask('reads') };
    };
    await probe(WARM_MS);
    const idle = await during(IDLE_MS);
    await crowd.ask({ question: 'start', port, count: WAITING });
    const arriving = await during(ARRIVING_MS);
    await crowd.ask({ question: 'answers' });
    const storm = await during(STORM_MS);
    const answers = await crowd.ask({ question: 'answers' });
    progress(`answers in ${STORM_MS / 1000} s: ${JSON.stringify(answers)}`);
    const { burst, late } = await crowd.ask({ question: 'late', port, ...LATE });
    assertRefused([...burst, ...late]);
    return { idle, arriving, storm, answers, burst, late };
  } finally {
    await Promise.all(processes.map((one) => one.stop()));
  }
}

/** The first few find room in the line; whoever is refused is told when to come again. */
function assertRefused(late) {
  const refused = late.filter(({ status }) => status === '503');
  const others = new Set(
    late.map(({ status }) => status).filter((status) => !['503', 'waits', '303', '401'].includes(status)),
  );
  if (others.size > 0) throw new Error(`those who came late were answered with ${[...others].join(', ')}`);
  if (refused.length === 0) throw new Error(`none of ${late.length} was refused: ${JSON.stringify(late)}`);
  if (refused.some(({ retryAfter }) => retryAfter === null)) throw new Error('a 503 did not say when to come again');
}

function signedInRequest(port, cookie) {
  return [
    'GET / HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    'User-Agent: doorward-bench',
    'Accept: application/json',
    `Cookie: ${cookie}`,
    '\r\n',
  ].join('\r\n');
}

/** @returns {import('../rows.mjs').Outcome} */
function outcomeOf(samples) {
  const spread = (of) => spreadOf(samples.map(of));
  const share = (values, part) =>
    quantile(
      values.toSorted((a, b) => a - b),
      part,
    );
  const phases = /** @type {const} */ ([
    ['idle', 'idle'],
    ['arriving', `the first ${ARRIVING_MS / 1000} s`],
    ['storm', `${WAITING} wait`],
  ]);
  const lines = (what, key, of) =>
    phases.flatMap(([phase, name]) =>
      [0.5, 0.99, 1].map((part) => ({
        label: `${what}, ${name}, ${part === 1 ? 'longest' : `p${part * 100}`}`,
        value: spread((sample) => share(of(sample[phase]), part)),
        unit: 'ms',
        digits: 2,
        key,
      })),
    );
  const refusals = (late) => late.filter(({ status }) => status === '503').map(({ ms }) => ms);
  const times = spread(({ storm, idle }) => share(storm.requests, 0.99) / share(idle.requests, 0.99));
  const reads = spread(({ storm }) => share(storm.reads, 1));
  const refusal = spread(({ late }) => share(refusals(late), 1));
  return {
    figures: [
      ...lines('signed-in request', 'requests', ({ requests }) => requests),
      ...lines('read of a file', 'reads', ({ reads: all }) => all),
      { label: 'logins answered', value: spread(perSecond), unit: 'per second', digits: 1 },
      { label: 'refused when the line is full, longest', value: refusal, unit: 'ms', digits: 1 },
      {
        label: `the same for ${LATE.burst} at once`,
        value: spread(({ burst }) => share(refusals(burst), 1)),
        unit: 'ms',
        digits: 1,
      },
    ],
    goals: [
      goal(`p99 of signed-in requests, ${LIMITS.times} x idle`, times, LIMITS.times, 2),
      goal(`longest read of a file, ${LIMITS.readMs} ms`, reads, LIMITS.readMs, 1),
      goal(`503 with Retry-After within ${LIMITS.refusalMs} ms`, refusal, LIMITS.refusalMs, 1),
    ],
    samples,
  };
}

function perSecond({ answers }) {
  return (Object.values(answers).reduce((sum, count) => sum + count, 0) / STORM_MS) * 1000;
}

function goal(text, value, limit, digits) {
  return { id: 'G9', text, value, limit, reached: value.median <= limit, digits };
}
