/**
 * The process in which so many sessions live: `sessions.mjs <count>`. It is asked what they weigh, how
 * long one is looked for, and, in the end, how long their expiry holds the event loop.
 */

import { setImmediate as nextTurn } from 'node:timers/promises';
import { slowTimers } from './slow-timers.mjs';

const { ANYONE, createCore, createKeyRing, createMemoryStore, hashSecret } = await import('@doorward/core');
const { clientOf, personOf } = await import('./people.mjs');
const { holdOf } = await import('./event-loop.mjs');

const count = Number(process.argv[2]);
const LIFETIME_SECONDS = 3600;
const SECRET_BYTES = 32;
const VALUE = Object.freeze({});
/** Look-ups that are timed together. */
const LOOK_UPS = 20_000;
const FIRST = 100;
/** Sessions in use at a time, where not all are. */
const ACTIVE = 10_000;

/** Enough for all to be looked at. */
const SWEEP_TURNS = count / 100;

let time = Date.now();
/** Out of the heap that is weighed. */
const secrets = Buffer.alloc(count * SECRET_BYTES);
const store = createMemoryStore({ now: () => time });
/** @type {(change: import('@doorward/core').RecordChange) => void} */
let tell = () => undefined;
const core = makeCore();

const questions = {
  bytes: async () => {
    // The first ones load the code.
    await bytesOfBareRecords(FIRST);
    for (let i = 0; i < FIRST; i += 1) await core.sessions.create(personOf(i), factsOf(i));
    const bare = await bytesOfBareRecords(count);
    const empty = heapUsed();
    for (let i = 0; i < count; i += 1) {
      const { secret } = await core.sessions.create(personOf(i), factsOf(i));
      secrets.write(secret, i * SECRET_BYTES, 'base64url');
    }
    const full = heapUsed();
    tell({ kind: 'all' });
    const uncached = heapUsed();
    return { bare, store: (uncached - empty) / count, cache: (full - uncached) / count };
  },
  check: async () => ({ anyUs: check(count), activeUs: check(Math.min(count, ACTIVE)) }),
  sweep: async () => {
    const before = heapUsed();
    time += 2 * LIFETIME_SECONDS * 1000;
    let longestMs = 0;
    for (let turn = 0; turn < SWEEP_TURNS; turn += 1) {
      for (const sweep of slowTimers) longestMs = Math.max(longestMs, holdOf(sweep));
      await nextTurn();
    }
    if (heapUsed() > before / 4) throw new Error('the sweep has not come to its end');
    return { longestMs };
  },
};

process.on('disconnect', () => process.exit(0));
process.on('message', async (/** @type {keyof typeof questions} */ question) => {
  try {
    process.send?.(await questions[question]());
  } catch (error) {
    process.send?.({ error: error.message });
  }
});
process.send?.('ready');

/** CPU time in us of one look-up of a client's value, among the first `range` sessions in no order. */
function check(range) {
  const values = Array.from({ length: LOOK_UPS }, () => secretOf(Math.floor(Math.random() * range)));
  // One that is not there must not be found.
  if (core.sessions.find('x'.repeat(43)) !== null) throw new Error('a session was found that nobody made');
  // Those in use have been used before.
  if (range < count) for (const value of values) void core.sessions.find(value);
  const before = process.cpuUsage();
  let found = 0;
  for (const value of values) if (core.sessions.find(value) !== null) found += 1;
  const { user, system } = process.cpuUsage(before);
  if (found !== LOOK_UPS) throw new Error(`${LOOK_UPS - found} sessions were not found`);
  return (user + system) / LOOK_UPS;
}

/** What a store adds to its records: all have the same value here. */
async function bytesOfBareRecords(records) {
  const other = createMemoryStore({ now: () => time });
  const empty = heapUsed();
  for (let i = 0; i < records; i += 1) {
    const { subject } = personOf(i);
    await other.create('session', hashSecret(subject + i), { value: VALUE, owner: subject, expiresAt: time + i });
  }
  const full = heapUsed();
  await other.close();
  return (full - empty) / records;
}

function secretOf(i) {
  return secrets.toString('base64url', i * SECRET_BYTES, (i + 1) * SECRET_BYTES);
}

function factsOf(i) {
  return { client: clientOf(i), version: null, obligation: null };
}

function heapUsed() {
  // Twice: what the first one finds unused may hold on to more.
  globalThis.gc?.();
  globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

/** The core with nothing but sessions; what the store tells of can be told here too. */
function makeCore() {
  return createCore({
    auth: 'required',
    openToNetwork: false,
    everybody: () => ANYONE,
    schemes: [],
    keyDemand: null,
    tokens: null,
    basicPasswords: false,
    verifiers: [],
    providers: [],
    public: [],
    publicUrl: null,
    basePath: '',
    paths: { login: '/auth/login', logout: '/auth/logout' },
    home: '/',
    forbidden: null,
    origins: [],
    cors: 'doorward',
    authorization: 'doorward',
    queryToken: false,
    trustProxy: 0,
    session: { idleSeconds: LIFETIME_SECONDS, absoluteSeconds: LIFETIME_SECONDS, sameSite: 'Lax' },
    cookieNames: ['doorward_bench'],
    keys: createKeyRing([]),
    subjects: null,
    realm: 'Doorward',
    store: {
      ...store,
      subscribe(listener) {
        tell = listener;
        return store.subscribe(listener);
      },
    },
    healthChecks: [],
    events: [],
    now: () => time,
    renderProblem: null,
    renderError: null,
    onError(error) {
      throw error;
    },
  });
}
