import type { ExpiringStore, RecordChange } from '@doorward/core';
import { openRedis } from '@doorward/redis';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { failure, until } from './failing.ts';
import { startInstance } from './frozen-instance.ts';
import { givenRedis, record } from './given-redis.ts';
import { describeWithRedis } from './redis-server.ts';
import { startTcpProxy, type TcpProxy } from './tcp-proxy.ts';

describeWithRedis('the store on Redis', () => {
  const given = givenRedis();

  describe('and another instance', () => {
    let proxy: TcpProxy;
    let other: ExpiringStore;
    let otherHeard: string[];
    beforeEach(async () => {
      proxy = await startTcpProxy(given.server.port);
      other = await openRedis({ url: given.server.url.replace(`:${given.server.port}`, `:${proxy.port}`) });
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
        () => given.store.delete('session', 'k'),
        () => given.store.claim('session', 'k'),
        () => given.store.deleteOwned('session', 'ada'),
      ].entries()) {
        if (i > 0) await given.store.create('session', 'k', record);
        await until(() => other.mayCache());
        otherHeard.length = 0;
        expect(await onceGone(remove(), 'k')).toBe('knows');
      }
    });

    it('does not wait for anybody because of tickets, which nobody remembers', async () => {
      await given.store.create('ticket', 't', record);
      proxy.latencyMs = 200;
      await until(() => other.mayCache());
      expect(await onceGone(given.store.claim('ticket', 't'), 't')).not.toBe('knows');
      await until(() => otherHeard.includes('t'));
    });

    it('removes them also while the other one is cut off without being told, which then asks (F41)', async () => {
      await until(() => other.mayCache());
      proxy.silence();
      expect(await onceGone(given.store.delete('session', 'k'), 'k')).toBe('asks');
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
      expect(await given.store.delete('session', 'k')).toBe(true);
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
      expect(await given.store.get('session', 'k')).toBeNull();
    });
  });

  it('is not held up by an instance that is frozen, which then asks before it remembers (F41)', async () => {
    const frozen = await startInstance(given.server.url);
    try {
      expect(await frozen.ask()).toEqual({ mayCache: true, heard: [] });
      frozen.signal('SIGSTOP');
      const began = performance.now();
      expect(await given.store.delete('session', 'k')).toBe(true);
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
    await given.store.create('session', 'k', record);
    expect(await given.store.delete('session', 'k')).toBe(true);
    await until(async () => Number(await given.server.send('ZCARD', 'doorward:instances')) === 1);
  });

  it('strict: remembers nothing, hears of removals all the same, and nobody waits for it', async () => {
    const strict = await openRedis({ url: given.server.url, strict: true });
    const told: RecordChange[] = [];
    strict.subscribe((change) => told.push(change));
    expect(await given.server.send('ZCARD', 'doorward:instances')).toBe(1);
    expect(strict.mayCache()).toBe(false);
    await given.store.delete('session', 'k');
    await until(() => told.some(({ kind }) => kind === 'session'));
    expect(told).toContainEqual({ kind: 'session', key: 'k' });
    expect(strict.mayCache()).toBe(false);
    await strict.close();
  });
});
