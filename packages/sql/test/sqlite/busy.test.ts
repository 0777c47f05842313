import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from '@jest/globals';
import { newFolder, open } from '../fixture/folder.ts';
import { type Running, startModule } from '../fixture/process.ts';

/** Another process that takes the file's lock, and lets it go when told to. */
async function holdLock(folder: string): Promise<Running> {
  const child = startModule(`
    import Database from 'libsql';
    const db = new Database(${JSON.stringify(`${folder}/doorward.db`)});
    db.exec('begin immediate');
    console.log('held');
    process.stdin.once('data', () => { db.exec('rollback'); process.exit(); });
  `);
  await child.says('held');
  return child;
}

/** The longest that the event loop was held up, until it is asked. */
function watchLoop(): () => number {
  let last = performance.now();
  let longest = 0;
  const timer = setInterval(() => {
    longest = Math.max(longest, performance.now() - last);
    last = performance.now();
  }, 5);
  return () => {
    clearInterval(timer);
    return Math.max(longest, performance.now() - last);
  };
}

/** Less than any wait for a lock here; other tests on a small machine take their share of time too. */
const HELD_UP_MS = 1500;

const record = { value: 1, owner: 'ada', expiresAt: Date.now() + 60_000 };

describe('a lock of another process (F8)', () => {
  it('of a second is waited for, while reads go on and the event loop is free', async () => {
    const folder = newFolder();
    const { expiring, durable } = await open(folder);
    await expiring.create('session', 'k', record);
    const child = await holdLock(folder);
    const longest = watchLoop();
    const writes = [
      expiring.increment('x', 60_000),
      durable.write((writer) => writer.putSetting('a', '1')),
      expiring.delete('session', 'k'),
    ];
    expect(await expiring.get('session', 'k')).not.toBeNull();
    // It was read: the lock is let go of after this.
    await delay(1000);
    child.tell('go');
    await Promise.all(writes);
    expect(await expiring.get('session', 'k')).toBeNull();
    expect(longest()).toBeLessThan(HELD_UP_MS);
  });

  it('of three seconds fails each call after two, and the next one succeeds', async () => {
    const folder = newFolder();
    const { expiring, durable } = await open(folder);
    await expiring.create('session', 'k', record);
    const child = await holdLock(folder);
    const longest = watchLoop();
    const began = performance.now();
    const failed = await Promise.allSettled([
      ...Array.from({ length: 20 }, async () => expiring.increment('x', 60_000)),
      durable.write((writer) => writer.putSetting('a', '1')),
      expiring.claim('session', 'k'),
    ]);
    const took = performance.now() - began;
    for (const each of failed) expect(each).toMatchObject({ status: 'rejected', reason: { code: 'sql/busy' } });
    expect(took).toBeGreaterThan(1900);
    // The lock is still held: nobody has waited for its end.
    expect(await expiring.get('session', 'k')).not.toBeNull();
    expect(expiring.mayCache()).toBe(false);
    const next = expiring.increment('x', 60_000);
    await delay(900);
    child.tell('go');
    expect(await next).toMatchObject({ count: 1 });
    expect(await durable.setting('a')).toBeNull();
    expect(longest()).toBeLessThan(HELD_UP_MS);
  });
});

describe('a write that does not end', () => {
  it('fails those behind it, and those that it waits for itself', async () => {
    const { expiring, durable } = await open(newFolder());
    await expiring.create('session', 'k', record);
    const inner = durable.write(async (writer) => {
      await writer.putSetting('a', '1');
      await expiring.delete('session', 'k');
    });
    await expect(inner).rejects.toMatchObject({ code: 'sql/busy' });
    expect(await durable.setting('a')).toBeNull();
    expect(await expiring.delete('session', 'k')).toBe(true);
  });

  it('lets the event loop have its turns, however much it writes', async () => {
    const { durable } = await open(newFolder());
    const longest = watchLoop();
    let held = 0;
    await durable.write(async (writer) => {
      for (let i = 0; i < 30_000; i += 1) await writer.putSetting(`name-${i}`, 'x'.repeat(100));
      held = longest();
    });
    expect(held).toBeLessThan(HELD_UP_MS);
  });
});
