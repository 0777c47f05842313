import { describe, expect, it } from '@jest/globals';
import { seeded } from '../fixture/random.ts';
import { heldBack, later } from '../fixture/stores.ts';
import { ADA, end, FACTS, givenSessions } from './given-sessions.ts';

describe('signing out', () => {
  it('is final in the same process, for the very next request (decision 4, V27)', async () => {
    const { sessions } = givenSessions();
    const { secret, session } = await sessions.create(ADA, FACTS);
    expect(await end(sessions, secret)).toBe(session);
    expect(sessions.find(secret)).toBeNull();
    expect(await end(sessions, secret)).toBeNull();
  });

  it('is seen by another instance on the same store at once (property 14, V27)', async () => {
    const { sessions, another } = givenSessions();
    const { secret } = await sessions.create(ADA, FACTS);
    const replica = another();
    expect(await replica.find(secret)).not.toBeNull();
    await end(sessions, secret);
    expect(await replica.find(secret)).toBeNull();
  });

  it('is final for a request that asked the store before and hears after (S5, property 12)', async () => {
    const held = heldBack('get');
    const { sessions, another } = givenSessions((store) => held.wrap(later(store)));
    const { secret } = await sessions.create(ADA, FACTS);
    const replica = another();
    const slow = replica.find(secret);
    const ending = end(replica, secret);
    await held.releaseLast();
    await ending;
    await held.releaseAll();
    await slow;
    expect(await settled(replica.find(secret), held)).toBeNull();
  });

  it('on another instance is final for a request that asked the store before and hears after (S5, property 12)', async () => {
    const held = heldBack('get');
    const { sessions, another } = givenSessions((store) => held.wrap(store));
    const { secret } = await sessions.create(ADA, FACTS);
    const replica = another();
    const slow = replica.find(secret);
    await end(sessions, secret);
    await held.releaseAll();
    expect(await slow).toBeNull();
    expect(await settled(replica.find(secret), held)).toBeNull();
  });

  it('is final under any interleaving of a slow store (S5, property 12)', async () => {
    const random = seeded(61);
    for (let round = 0; round < 60; round += 1) {
      const held = heldBack('get', 'delete');
      const { sessions, another } = givenSessions((store) => held.wrap(later(store)));
      const { secret } = await sessions.create(ADA, FACTS);
      const replica = another();
      const doings = [replica.find(secret), replica.find(secret), end(replica, secret), replica.find(secret)];
      let isOver = false;
      const over = Promise.all(doings).then(() => (isOver = true));
      while (!isOver) await held.releaseOne(random);
      await over;
      expect([round, random.seed, await settled(replica.find(secret), held)]).toEqual([round, random.seed, null]);
    }
  });

  it('fails where the store cannot be reached, and then the session is still there (F1, decision 4)', async () => {
    const { sessions } = givenSessions((store) => ({ ...store, delete: () => Promise.reject(new Error('away')) }));
    const { secret } = await sessions.create(ADA, FACTS);
    await expect(end(sessions, secret)).rejects.toThrow('away');
    expect(await sessions.find(secret)).not.toBeNull();
  });
});

/** Waits for an answer of a store whose answers are held back. */
async function settled<T>(asked: T | Promise<T>, held: { releaseAll(): Promise<void> }): Promise<T> {
  await held.releaseAll();
  return asked;
}
