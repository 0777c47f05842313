import { afterAll, beforeEach, describe, expect, it, jest } from '@jest/globals';
import type { HashJob } from '../../src/password/hashing-program.ts';

const threads = await import('node:worker_threads');
const started: InstanceType<typeof threads.Worker>[] = [];
/** What becomes of a thread that is to be started. */
let fate: 'works' | 'cannot start' | 'ends at once' = 'works';

class Worker extends threads.Worker {
  constructor(program: string, options: ConstructorParameters<typeof threads.Worker>[1]) {
    if (fate === 'cannot start') throw new Error('no threads here');
    super(fate === 'ends at once' ? 'process.exit(3)' : program, options ?? {});
    started.push(this);
  }
}

const library = await import('@node-rs/argon2');
let isLibraryGone = false;
jest.unstable_mockModule('@node-rs/argon2', () => {
  if (isLibraryGone) throw new Error('no files here');
  return library;
});
jest.unstable_mockModule('node:worker_threads', () => ({ ...threads, Worker }));

async function freshModule() {
  jest.resetModules();
  started.length = 0;
  return (await import('../../src/password/hashing-threads.ts')).hashInThread;
}

const password = new Uint8Array([1, 2, 3]);
const light = { memoryCost: 64, timeCost: 1, parallelism: 1 };
const hashing: HashJob = { does: 'hashSync', with: [password, light] };
const verifying = (hash: unknown): HashJob => ({ does: 'verifySync', with: [hash, password] });

describe('threads for hashing', () => {
  let hashInThread: Awaited<ReturnType<typeof freshModule>>;
  beforeEach(async () => {
    fate = 'works';
    hashInThread = await freshModule();
  });
  afterAll(() => Promise.all(started.map((thread) => thread.terminate())));

  it('are one for one after the other, and as many as work at once', async () => {
    const hash = await hashInThread(hashing);
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=64,t=1,p=1\$/);
    expect(await hashInThread(verifying(hash))).toBe(true);
    expect(started).toHaveLength(1);
    expect(new Set(await Promise.all([hashing, hashing, hashing].map(hashInThread))).size).toBe(3);
    expect(started).toHaveLength(3);
  });

  it('tell of a job that failed, and do the next one', async () => {
    await expect(hashInThread({ does: 'hashSync', with: [password, { memoryCost: 1 }] })).rejects.toThrow(/argon2: /);
    expect(await hashInThread(verifying(await hashInThread(hashing)))).toBe(true);
    expect(started).toHaveLength(1);
  });

  it('give way to a new one when one has died, and only its job fails', async () => {
    await hashInThread(hashing);
    const lost = hashInThread({ does: 'hashSync', with: [password, { memoryCost: 262_144, timeCost: 4 }] });
    await Promise.all([started[0]?.terminate(), expect(lost).rejects.toThrow(/ended with 1/)]);
    expect(await hashInThread(hashing)).toMatch(/^\$argon2id/);
    expect(started).toHaveLength(2);
  });

  it.each(['cannot start', 'ends at once'] as const)('are replaced by those of Node where one %s', async (what) => {
    fate = what;
    const hash = await hashInThread(hashing);
    fate = 'works';
    const before = started.length;
    expect(await hashInThread(verifying(hash))).toBe(true);
    expect(started).toHaveLength(before);
  });

  it('are started later when for a while nothing could be started', async () => {
    fate = 'cannot start';
    isLibraryGone = true;
    await expect(hashInThread(hashing)).rejects.toThrow('no files here');
    fate = 'works';
    isLibraryGone = false;
    expect(await hashInThread(hashing)).toMatch(/^\$argon2id/);
    expect(started).toHaveLength(1);
  });
});
