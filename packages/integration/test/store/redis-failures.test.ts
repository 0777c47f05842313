import { inspect } from 'node:util';
import type { ExpiringStore, RecordChange } from '@doorward/core';
import { openRedis } from '@doorward/redis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { failure, until } from './failing.ts';
import { startInstance } from './frozen-instance.ts';
import { describeWithRedis, type RedisServer, startRedis } from './redis-server.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

const record = { value: { n: 1 }, owner: 'ada', expiresAt: Date.now() + 600_000 };

describeWithRedis('the store on Redis', () => {
  let server: RedisServer;
  let store: ExpiringStore;
  let errors: unknown[];
  let heard: RecordChange[];
  /** Whether it would have used what it remembers when it told of an error. */
  let remembersAtLoss: boolean[];

  beforeAll(async () => {
    server = await startRedis(['--appendonly', 'yes', '--appendfsync', 'always', '--enable-debug-command', 'yes']);
  });
  afterAll(() => server.close());
  beforeEach(async () => {
    await server.send('FLUSHALL');
    errors = [];
    heard = [];
    remembersAtLoss = [];
    const onError = (error: unknown): void => {
      errors.push(error);
      remembersAtLoss.push(store.mayCache());
    };
    store = await openRedis({ url: server.url, commandTimeoutMs: 1000, onError });
    store.subscribe((change) => heard.push(change));
    await store.create('session', 'k', record);
  });
  afterEach(async () => {
    server.thaw();
    await store.close();
  });

  const removed = (): string[] => heard.flatMap((change) => (change.kind === 'all' ? [] : [change.key]));

  const works = async (): Promise<boolean> => {
    try {
      return (await store.get('session', 'k')) !== null;
    } catch {
      return false;
    }
  };

  const CALLS: Readonly<Record<string, () => Promise<unknown> | unknown>> = {
    get: () => store.get('session', 'k'),
    create: () => store.create('session', 'new', record),
    extend: () => store.extend('session', 'k', record.expiresAt + 1),
    replace: () => store.replace('session', 'k', { n: 1 }, { value: { n: 1 }, expiresAt: record.expiresAt }),
    claim: () => store.claim('session', 'other'),
    delete: () => store.delete('session', 'other'),
    deleteOwned: () => store.deleteOwned('session', 'bob'),
    list: () => store.list('session', 'ada'),
    increment: () => store.increment('c', 1000),
    count: () => store.count('c'),
    reset: () => store.reset('c'),
  };

  it('fails while the server is down, never answers as if nothing were there, and loses nothing with AOF (F1)', async () => {
    await until(() => store.mayCache());
    await server.kill();
    await until(() => !store.mayCache());
    for (const [name, call] of Object.entries(CALLS)) {
      const { code, text } = await failure(call);
      expect([name, code]).toEqual([name, 'redis/unreachable']);
      expect(text).not.toContain(server.password);
    }
    await server.start();
    await until(works);
    await until(() => store.mayCache());
    expect(heard).toContainEqual({ kind: 'all' });
    expect(await store.delete('session', 'k')).toBe(true);
    expect(removed()).toEqual(['k']);
    expect(inspect(errors, { depth: 10 })).not.toContain(server.password);
    // One for each of the two connections; not one for each try. With the second the link was lost at the latest.
    expect(errors.length).toBeLessThan(5);
    expect(remembersAtLoss.at(-1)).toBe(false);
  });

  it('fails soon while the server is frozen, remembers nothing meanwhile, and queues nothing up (F2)', async () => {
    await until(() => store.mayCache());
    server.freeze();
    await until(() => !store.mayCache());
    const failed = await Promise.all(Object.values(CALLS).map(failure));
    for (const { code } of failed) expect(code).toBe('redis/unreachable');
    // What nobody reads any more must not be done when the server goes on: it would be as old as the freeze.
    for (let i = 0; i < 200; i += 1) await failure(() => store.increment('queued', 60_000));
    expect(store.mayCache()).toBe(false);
    server.thaw();
    await until(works);
    await until(() => store.mayCache());
    expect(heard).toContainEqual({ kind: 'all' });
    expect((await store.count('queued'))?.count ?? 0).toBeLessThan(20);
  });

  it('fails while the server is a replica, and goes on when it is none (F3)', async () => {
    await server.send('REPLICAOF', '127.0.0.1', '1');
    try {
      await until(async () =>
        ['redis/read-only', 'redis/unreachable'].includes(`${(await failure(CALLS['create'] as () => unknown)).code}`),
      );
      await until(() => !store.mayCache());
    } finally {
      await server.send('REPLICAOF', 'NO', 'ONE');
    }
    await until(works);
    await until(() => store.mayCache());
    expect(heard).toContainEqual({ kind: 'all' });
    expect(await store.delete('session', 'k')).toBe(true);
  });

  it('says that there is no room, reads on meanwhile, and needs no restart (F4)', async () => {
    await until(() => store.mayCache());
    await server.send('CONFIG', 'SET', 'maxmemory', '1');
    try {
      for (const name of ['create', 'extend', 'replace', 'increment']) {
        const { code, text } = await failure(CALLS[name] as () => unknown);
        expect([name, code]).toEqual([name, 'redis/full']);
        expect(text).toContain('maxmemory');
      }
      expect(await store.get('session', 'new')).toBeNull();
      await until(() => !store.mayCache());
      expect(await works()).toBe(true);
      // What frees room is possible, so that nobody is kept from signing out.
      expect(await store.delete('session', 'k')).toBe(true);
      expect(errors.map((error) => (error as { code?: unknown }).code)).toEqual(['redis/full']);
    } finally {
      await server.send('CONFIG', 'SET', 'maxmemory', '0');
    }
    await until(() => store.mayCache());
    await store.create('session', 'new', record);
  });

  it('takes what was thrown away for one that is not there (F4)', async () => {
    await server.send('DEL', 'doorward:session:k');
    expect(await store.get('session', 'k')).toBeNull();
    expect(await store.list('session', 'ada')).toEqual([]);
    expect(await store.deleteOwned('session', 'ada')).toEqual([]);
    await store.create('session', 'k', record);
    expect(await works()).toBe(true);
  });

  it('goes on when the server has forgotten its scripts', async () => {
    await server.send('SCRIPT', 'FLUSH');
    expect(await store.delete('session', 'k')).toBe(true);
  });

  describe('with something else under its keys (F6)', () => {
    const end = String(record.expiresAt);
    const hash = (value: string, ends = end, owner = 'ada'): readonly string[] => [
      ...['HSET', 'doorward:session:j', 'value', value],
      ...['end', ends, 'owner', owner],
    ];
    it.each<[string, readonly string[]]>([
      ['a text', ['SET', 'doorward:session:j', 'junk']],
      ['a list', ['RPUSH', 'doorward:session:j', 'junk']],
      ['another hash', ['HSET', 'doorward:session:j', 'other', '1']],
      ['a value that is no JSON', hash('{"n":')],
      ['a binary value', hash('\u0000\u0001\ufffd')],
      ['an end that is no time', hash('{}', 'soon')],
      ['an end that never comes', hash('{}', '1e999')],
      ['an end of another form', hash('{}', '0x7fffffffffff')],
      ['no end', ['HSET', 'doorward:session:j', 'value', '{}', 'owner', 'ada']],
      ['no owner', ['HSET', 'doorward:session:j', 'value', '{}', 'end', end]],
    ])('%s is no record', async (_name, command) => {
      await server.send('DEL', 'doorward:session:j');
      await server.send(...command);
      await server.send('ZADD', 'doorward:sessions-of:ada', end, 'j');
      expect(await store.get('session', 'j')).toBeNull();
      expect((await store.list('session', 'ada')).map(({ key }) => key)).toEqual(['k']);
      expect(await store.replace('session', 'j', {}, { value: 1, expiresAt: record.expiresAt })).toBe(false);
      await store.extend('session', 'j', record.expiresAt);
      expect(await store.claim('session', 'j')).toBeNull();
      expect(await store.get('session', 'j')).toBeNull();
      await failure(() => store.create('session', 'j', { ...record, value: 'mine' }));
      expect(await works()).toBe(true);
    });

    it.each<[string, readonly string[]]>([
      ['a text', ['SET', 'doorward:counter:j', 'junk']],
      ['a hash of texts', ['HSET', 'doorward:counter:j', 'count', 'many', 'resets', end]],
      ['a count below zero', ['HSET', 'doorward:counter:j', 'count', '-1000', 'resets', end]],
    ])('%s is no counter', async (_name, command) => {
      await server.send('DEL', 'doorward:counter:j');
      await server.send(...command);
      expect(await store.count('j')).toBeNull();
      expect(await store.increment('j', 1000)).toMatchObject({ count: 1 });
    });

    it('a value of names that objects inherit changes no object', async () => {
      await server.send(...hash('{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}'));
      expect((await store.get('session', 'j'))?.owner).toBe('ada');
      expect('polluted' in {}).toBe(false);
    });

    it('a record under another owner is not removed with his', async () => {
      await store.create('session', 'bob', { ...record, owner: 'bob' });
      await server.send('ZADD', 'doorward:sessions-of:ada', end, 'bob');
      expect((await store.list('session', 'ada')).map(({ key }) => key)).toEqual(['k']);
      expect(await store.deleteOwned('session', 'ada')).toEqual(['k']);
      expect(await store.get('session', 'bob')).not.toBeNull();
    });

    it('a message that no instance sent makes it ask again, and breaks nothing', async () => {
      for (const text of ['junk', '{}', 'null', '{"by":"x","id":"1","kind":"session","keys":[1]}', '[]']) {
        await server.send('PUBLISH', 'doorward:changes', text);
      }
      await until(() => heard.length >= 5);
      expect(removed()).toEqual([]);
      await until(works);
    });
  });

  describe('and another instance', () => {
    let proxy: TcpProxy;
    let other: ExpiringStore;
    let otherHeard: string[];
    beforeEach(async () => {
      proxy = await startTcpProxy(server.port);
      other = await openRedis({ url: server.url.replace(`:${server.port}`, `:${proxy.port}`) });
      otherHeard = [];
      other.subscribe((change) => otherHeard.push(change.kind === 'all' ? 'all' : change.key));
    });
    afterEach(async () => {
      await Promise.all([other.close(), proxy.close()]);
    });

    /** What the other one may do with what it remembers, at the moment at which a removal here resolves. */
    const onceGone = async (removal: Promise<unknown> | unknown, key: string): Promise<string> => {
      await removal;
      return otherHeard.includes(key) || otherHeard.includes('all') ? 'knows' : other.mayCache() ? 'remembers' : 'asks';
    };

    it('removes sessions only once the other one knows, however slow its link is (F41)', async () => {
      proxy.latencyMs = 60;
      await until(() => other.mayCache());
      for (const [i, remove] of [
        () => store.delete('session', 'k'),
        () => store.claim('session', 'k'),
        () => store.deleteOwned('session', 'ada'),
      ].entries()) {
        if (i > 0) await store.create('session', 'k', record);
        await until(() => other.mayCache());
        otherHeard.length = 0;
        expect(await onceGone(remove(), 'k')).toBe('knows');
      }
    });

    it('does not wait for anybody because of tickets, which nobody remembers', async () => {
      await store.create('ticket', 't', record);
      proxy.latencyMs = 200;
      await until(() => other.mayCache());
      expect(await onceGone(store.claim('ticket', 't'), 't')).not.toBe('knows');
      await until(() => otherHeard.includes('t'));
    });

    it('removes them also while the other one is cut off without being told, which then asks (F41)', async () => {
      await until(() => other.mayCache());
      proxy.silence();
      expect(await onceGone(store.delete('session', 'k'), 'k')).toBe('asks');
      expect((await failure(() => other.get('session', 'k'))).code).toBe('redis/unreachable');
      proxy.restore();
      await until(() => otherHeard.includes('k') || otherHeard.includes('all'));
      await until(() => other.mayCache());
      await until(async () => (await failure(() => other.get('session', 'k'))).code === 'none');
      expect(await other.get('session', 'k')).toBeNull();
    });

    it('removes them also when the link of the other one is cut, and that one starts afresh (F41)', async () => {
      await until(() => other.mayCache());
      proxy.cut();
      await until(() => !other.mayCache());
      expect(await store.delete('session', 'k')).toBe(true);
      expect((await failure(() => other.get('session', 'k'))).code).toBe('redis/unreachable');
      proxy.restore();
      await until(() => other.mayCache());
      await until(async () => (await failure(() => other.get('session', 'k'))).code === 'none');
      expect(otherHeard).toEqual(['all']);
      expect(await other.get('session', 'k')).toBeNull();
    });

    it('tells its own listeners too of a removal whose answer got lost', async () => {
      await until(() => other.mayCache());
      proxy.muteFirst();
      expect((await failure(() => other.delete('session', 'k'))).code).toBe('redis/unreachable');
      await until(() => otherHeard.includes('k'));
      expect(await store.get('session', 'k')).toBeNull();
    });
  });

  it('is not held up by an instance that is frozen, which then asks before it remembers (F41)', async () => {
    const frozen = await startInstance(server.url);
    try {
      expect(await frozen.ask()).toEqual({ mayCache: true, heard: [] });
      frozen.signal('SIGSTOP');
      const began = performance.now();
      expect(await store.delete('session', 'k')).toBe(true);
      const asking = frozen.ask();
      // Its lease ran out: longer than that nobody waits, whatever else the machine does.
      expect(performance.now() - began).toBeLessThan(20_000);
      frozen.signal('SIGCONT');
      const { mayCache, heard: known } = await asking;
      expect(mayCache && !known.includes('k')).toBe(false);
      await until(async () => (await frozen.ask()).heard.includes('k'));
    } finally {
      await frozen.close();
    }
    // It is gone without a word, and nobody waits for it longer than its lease.
    await store.create('session', 'k', record);
    expect(await store.delete('session', 'k')).toBe(true);
    await until(async () => Number(await server.send('ZCARD', 'doorward:instances')) === 1);
  });

  it('leaves no trace of an instance that ends, and nothing without an end', async () => {
    await store.increment('c', 1000);
    await store.create('ticket', 't', record);
    for (const key of (await server.send('KEYS', '*')) as string[]) {
      if (key !== 'doorward:instances') expect([key, Number(await server.send('PTTL', key)) > 0]).toEqual([key, true]);
    }
    await store.close();
    expect(await server.send('EXISTS', 'doorward:instances')).toBe(0);
  });

  it('takes times of a clock that is finer than a millisecond', async () => {
    const fine = await openRedis({ url: server.url, now: () => Date.now() + 0.25 });
    await fine.create('session', 'fine', { ...record, expiresAt: record.expiresAt + 0.5 });
    expect(await fine.get('session', 'fine')).toMatchObject({ expiresAt: record.expiresAt + 1 });
    expect(await fine.increment('fine', 1000.5)).toMatchObject({ count: 1 });
    expect(await fine.delete('session', 'fine')).toBe(true);
    await fine.close();
  });

  it('keeps those of another prefix apart', async () => {
    const other = await openRedis({ url: server.url, prefix: 'other:' });
    expect(await other.get('session', 'k')).toBeNull();
    await other.create('session', 'k', record);
    await other.delete('session', 'k');
    await until(works);
    expect(removed()).toEqual([]);
    await other.close();
  });

  it('strict: remembers nothing, hears of removals all the same, and nobody waits for it', async () => {
    const strict = await openRedis({ url: server.url, strict: true });
    const told: RecordChange[] = [];
    strict.subscribe((change) => told.push(change));
    expect(await server.send('ZCARD', 'doorward:instances')).toBe(1);
    expect(strict.mayCache()).toBe(false);
    await store.delete('session', 'k');
    await until(() => told.some(({ kind }) => kind === 'session'));
    expect(told).toContainEqual({ kind: 'session', key: 'k' });
    expect(strict.mayCache()).toBe(false);
    await strict.close();
  });
});
