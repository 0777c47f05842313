/**
 * The process in which so many sessions live: `sessions.mjs <count>`. It is asked what they weigh, how
 * long one is looked for, and, in the end, how long their expiry holds the event loop.
 */

import { setImmediate as nextTurn } from 'node:timers/promises';
import { slowTimers } from './slow-timers.mjs';

const { ANYONE, createCore, createKeyRing, createMemoryStore, hashSecret } = await import('@doorward/core');
const { clientOf, personOf } = await import('./people.mjs');
const { holdOf, quietThreads } = await import('./event-loop.mjs');

const count = Number(process.argv[2]);
const LIFETIME_SECONDS = 3600;
const SECRET_BYTES = 32;
const VALUE = Object.freeze({});
/** Look-ups that are timed together. */
const LOOK_UPS = 20_000;
/** Sessions that are weighed together, at least. */
const WEIGHED = 100_000;
/** Sessions of another core, enough for the code to be loaded and compiled: it is no part of a session. */
const FIRST = 5_000;
/** Sessions in use at a time, where not all are. */
const ACTIVE = 10_000;

/** Enough for all to be looked at. */
const SWEEP_TURNS = count / 100;

let time = Date.now();
/** There before anything is weighed. */
const secrets = Buffer.alloc(count * SECRET_BYTES);
/** What the stores tell of can be told here too. */
/** @type {((change: import('@doorward/core').RecordChange) => void)[]} */
const tell = [];
/** As many cores as make few sessions weigh enough to be told from what else the heap does. */
const cores = Array.from({ length: Math.max(1, WEIGHED / count) }, () => makeCore(listenedTo(newStore())));
const [core] = /** @type {[ReturnType<typeof makeCore>]} */ (cores);

const questions = {
  bytes: async () => {
    await compile();
    const bare = await bytesOfBareRecords();
    const empty = bytesUsed();
    for (const each of cores) for (let i = 0; i < count; i += 1) await signIn(each, i);
    const full = bytesUsed();
    for (const one of tell) one({ kind: 'all' });
    const uncached = bytesUsed();
    const sessions = cores.length * count;
    return { bare, store: (uncached - empty) / sessions, cache: (full - uncached) / sessions };
  },
  check: async () => ({ anyUs: check(count), activeUs: check(Math.min(count, ACTIVE)) }),
  sweep: async () => {
    const before = bytesUsed();
    await quietThreads();
    const idleMs = await longestSweep();
    time += 2 * LIFETIME_SECONDS * 1000;
    const longestMs = await longestSweep();
    if (bytesUsed() > before / 4)
      throw new Error(`the sweep has not come to its end: ${bytesUsed()} bytes of ${before}`);
    return { idleMs, longestMs };
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

/** The longest hold of the event loop, in ms, while all sessions are looked at. */
async function longestSweep() {
  let longestMs = 0;
  for (let turn = 0; turn < SWEEP_TURNS; turn += 1) {
    for (const sweep of slowTimers) longestMs = Math.max(longestMs, holdOf(sweep));
    await nextTurn();
  }
  return longestMs;
}

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

async function signIn(to, i) {
  const { secret } = await to.sessions.create(personOf(i), factsOf(i));
  if (to === core) secrets.write(secret, i * SECRET_BYTES, 'base64url');
}

/** What a store adds to its records: all have the same value here. */
async function bytesOfBareRecords() {
  const others = cores.map(newStore);
  const empty = bytesUsed();
  for (const other of others) {
    for (let i = 0; i < count; i += 1) {
      const { subject } = personOf(i);
      await other.create('session', hashSecret(subject + i), { value: VALUE, owner: subject, expiresAt: time + i });
    }
  }
  const full = bytesUsed();
  for (const other of others) await other.close();
  return (full - empty) / (others.length * count);
}

async function compile() {
  const other = newStore();
  const { sessions } = makeCore(other);
  for (let i = 0; i < FIRST; i += 1) {
    const { session } = await sessions.create(personOf(i), factsOf(i));
    if (sessions.findByKey(session.key) === null) throw new Error('a session was not found');
    await sessions.endKey(session.key);
    await other.create('session', session.key, { value: VALUE, owner: session.key, expiresAt: time });
  }
  for (let turn = 0; turn < FIRST / 10; turn += 1) for (const sweep of slowTimers) sweep();
  await other.close();
}

function newStore() {
  return createMemoryStore({ now: () => time });
}

function listenedTo(store) {
  return {
    ...store,
    subscribe(listener) {
      tell.push(listener);
      return store.subscribe(listener);
    },
  };
}

function secretOf(i) {
  return secrets.toString('base64url', i * SECRET_BYTES, (i + 1) * SECRET_BYTES);
}

function factsOf(i) {
  return { client: clientOf(i), version: null, obligation: null };
}

/** In the heap, and in the arrays of numbers beside it. */
function bytesUsed() {
  // Twice: what the first one finds unused may hold on to more.
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers - secrets.byteLength;
}

/** The core with nothing but sessions. */
function makeCore(itsStore) {
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
    store: itsStore,
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
