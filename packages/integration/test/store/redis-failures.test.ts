import { inspect } from 'node:util';
import { openRedis } from '@doorward/redis';
import { expect, it } from '@jest/globals';
import { failure, until } from './failing.ts';
import { givenRedis, record } from './given-redis.ts';
import { describeWithRedis } from './redis-server.ts';

describeWithRedis('the store on Redis', () => {
  const given = givenRedis();

  const CALLS: Readonly<Record<string, () => Promise<unknown> | unknown>> = {
    get: () => given.store.get('session', 'k'),
    create: () => given.store.create('session', 'new', record),
    extend: () => given.store.extend('session', 'k', record.expiresAt + 1),
    replace: () => given.store.replace('session', 'k', { n: 1 }, { value: { n: 1 }, expiresAt: record.expiresAt }),
    claim: () => given.store.claim('session', 'other'),
    delete: () => given.store.delete('session', 'other'),
    deleteOwned: () => given.store.deleteOwned('session', 'bob'),
    list: () => given.store.list('session', 'ada'),
    increment: () => given.store.increment('c', 1000),
    count: () => given.store.count('c'),
    reset: () => given.store.reset('c'),
  };

  it('fails while the server is down, never answers as if nothing were there, and loses nothing with AOF (F1)', async () => {
    await until(() => given.store.mayCache());
    await given.server.kill();
    await until(() => !given.store.mayCache());
    for (const [name, call] of Object.entries(CALLS)) {
      const { code, text } = await failure(call);
      expect([name, code]).toEqual([name, 'redis/unreachable']);
      expect(text).not.toContain(given.server.password);
    }
    await given.server.start();
    await until(given.works);
    await until(() => given.store.mayCache());
    expect(given.heard).toContainEqual({ kind: 'all' });
    expect(await given.store.delete('session', 'k')).toBe(true);
    expect(given.removed()).toEqual(['k']);
    expect(inspect(given.errors, { depth: 10 })).not.toContain(given.server.password);
    // One for each of the two connections; not one for each try. With the second the link was lost at the latest.
    expect(given.errors.length).toBeLessThan(5);
    expect(given.remembersAtLoss.at(-1)).toBe(false);
  });

  it('fails soon while the server is frozen, remembers nothing meanwhile, and queues nothing up (F2)', async () => {
    await until(() => given.store.mayCache());
    given.server.freeze();
    await until(() => !given.store.mayCache());
    const failed = await Promise.all(Object.values(CALLS).map(failure));
    for (const { code } of failed) expect(code).toBe('redis/unreachable');
    // What nobody reads any more must not be done when the server goes on: it would be as old as the freeze.
    for (let i = 0; i < 200; i += 1) await failure(() => given.store.increment('queued', 60_000));
    expect(given.store.mayCache()).toBe(false);
    given.server.thaw();
    await until(given.works);
    await until(() => given.store.mayCache());
    expect(given.heard).toContainEqual({ kind: 'all' });
    expect((await given.store.count('queued'))?.count ?? 0).toBeLessThan(20);
  });

  it('fails while the server is a replica, and goes on when it is none (F3)', async () => {
    await given.server.send('REPLICAOF', '127.0.0.1', '1');
    try {
      await until(async () =>
        ['redis/read-only', 'redis/unreachable'].includes(`${(await failure(CALLS['create'] as () => unknown)).code}`),
      );
      await until(() => !given.store.mayCache());
    } finally {
      await given.server.send('REPLICAOF', 'NO', 'ONE');
    }
    await until(given.works);
    await until(() => given.store.mayCache());
    expect(given.heard).toContainEqual({ kind: 'all' });
    expect(await given.store.delete('session', 'k')).toBe(true);
  });

  it('says that there is no room, reads on meanwhile, and needs no restart (F4)', async () => {
    await until(() => given.store.mayCache());
    await given.server.send('CONFIG', 'SET', 'maxmemory', '1');
    try {
      for (const name of ['create', 'extend', 'replace', 'increment']) {
        const { code, text } = await failure(CALLS[name] as () => unknown);
        expect([name, code]).toEqual([name, 'redis/full']);
        expect(text).toContain('maxmemory');
      }
      expect(await given.store.get('session', 'new')).toBeNull();
      await until(() => !given.store.mayCache());
      expect(await given.works()).toBe(true);
      // What frees room is possible, so that nobody is kept from signing out.
      expect(await given.store.delete('session', 'k')).toBe(true);
      expect(given.errors.map((error) => (error as { code?: unknown }).code)).toEqual(['redis/full']);
    } finally {
      await given.server.send('CONFIG', 'SET', 'maxmemory', '0');
    }
    await until(() => given.store.mayCache());
    await given.store.create('session', 'new', record);
  });

  it('takes what was thrown away for one that is not there (F4)', async () => {
    await given.server.send('DEL', 'doorward:session:k');
    expect(await given.store.get('session', 'k')).toBeNull();
    expect(await given.store.list('session', 'ada')).toEqual([]);
    expect(await given.store.deleteOwned('session', 'ada')).toEqual([]);
    await given.store.create('session', 'k', record);
    expect(await given.works()).toBe(true);
  });

  it('goes on when the server has forgotten its scripts', async () => {
    await given.server.send('SCRIPT', 'FLUSH');
    expect(await given.store.delete('session', 'k')).toBe(true);
  });

  it('leaves no trace of an instance that ends, and nothing without an end', async () => {
    await given.store.increment('c', 1000);
    await given.store.create('ticket', 't', record);
    for (const key of (await given.server.send('KEYS', '*')) as string[]) {
      if (key !== 'doorward:instances')
        expect([key, Number(await given.server.send('PTTL', key)) > 0]).toEqual([key, true]);
    }
    await given.store.close();
    expect(await given.server.send('EXISTS', 'doorward:instances')).toBe(0);
  });

  it('takes times of a clock that is finer than a millisecond', async () => {
    const fine = await openRedis({ url: given.server.url, now: () => Date.now() + 0.25 });
    await fine.create('session', 'fine', { ...record, expiresAt: record.expiresAt + 0.5 });
    expect(await fine.get('session', 'fine')).toMatchObject({ expiresAt: record.expiresAt + 1 });
    expect(await fine.increment('fine', 1000.5)).toMatchObject({ count: 1 });
    expect(await fine.delete('session', 'fine')).toBe(true);
    await fine.close();
  });

  it('keeps those of another prefix apart', async () => {
    const other = await openRedis({ url: given.server.url, prefix: 'other:' });
    expect(await other.get('session', 'k')).toBeNull();
    await other.create('session', 'k', record);
    await other.delete('session', 'k');
    await until(given.works);
    expect(given.removed()).toEqual([]);
    await other.close();
  });
});
