/**
 * What others feel while hundreds of people sign in at once.
 */

import { assertRight } from '../assert-right.mjs';
import { signInWithPassword } from '../doorward-accounts.mjs';
import { startPinned } from '../pinned-process.mjs';
import { outcomeOf } from './outcome.mjs';
import { nameOf, PASSWORD } from './people.mjs';

const WAITING = 500;
const IDLE_MS = 4_000;
const ARRIVING_MS = 2_000;
const STORM_MS = 6_000;
/** Until the code of a request is compiled. */
const WARM_MS = 1_500;

/** Those who come when the line is full: some at once, which fills it to its bound, and then one by one. */
const LATE = { burst: 100, oneByOne: 60, everyMs: 20 };

const ROUNDS = 3;

/** @type {import('../rows.mjs').Row} */
export const LOGIN_STORM = {
  name: 'login-storm',
  title: `${WAITING} people sign in at once, and others go on working; accounts on SQLite, on Express`,
  run,
};

async function run({ rounds: asked, progress }) {
  const rounds = asked ?? ROUNDS;
  const samples = [];
  for (let round = 0; round < rounds; round += 1) {
    samples.push(await measureStorm((line) => progress(`round ${round + 1} of ${rounds}: ${line}`)));
  }
  return outcomeOf(samples, { WAITING, ARRIVING_MS, STORM_MS, LATE });
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
