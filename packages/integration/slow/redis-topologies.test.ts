import type { ExpiringStore } from '@doorward/core';
import { openRedis } from '@doorward/redis';
import { describeExpiringStore } from '@doorward/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { failure, until } from '../test/store/failing.ts';
import { describeWithRedis, type RedisServer, startRedis, startSentinel } from '../test/store/redis-server.ts';

const record = { value: { n: 1 }, owner: 'ada', expiresAt: Date.now() + 600_000 };

const works = async (store: ExpiringStore): Promise<boolean> =>
  (await failure(() => store.get('session', 'k'))).code === 'none';

const [KEY, GONE] = ['doorward:session:k', 'doorward:session:gone'];

/** Sentinel waits for itself, too. */
const PATIENCE_MS = 120_000;

/** Empty while Sentinel gives it another role, which ends its connections. */
const answerOf = async (server: Pick<RedisServer, 'send'>, ...command: string[]): Promise<string> =>
  String(await server.send(...command).catch(() => ''));

describeWithRedis('with Sentinel', () => {
  let primary: RedisServer;
  let replica: RedisServer;
  let sentinel: RedisServer;
  let url = '';
  beforeAll(async () => {
    primary = await startRedis();
    replica = await startRedis(['--replicaof', '127.0.0.1', String(primary.port)]);
    sentinel = await startSentinel(primary);
    await until(async () => String(await primary.send('INFO', 'replication')).includes('state=online'));
    // The first one is not there.
    url = `redis-sentinel://:${primary.password}@127.0.0.1:1,127.0.0.1:${sentinel.port}/0#main`;
    await until(async () =>
      JSON.stringify(await sentinel.send('SENTINEL', 'REPLICAS', 'main')).includes(String(replica.port)),
    );
  });
  afterAll(() => Promise.all([sentinel.close(), primary.close(), replica.close()]));

  it('the store follows to the server that takes over, and back, and hears of removals there (F3)', async () => {
    const [one, two] = await Promise.all([openRedis({ url }), openRedis({ url })]);
    const heard: string[] = [];
    two.subscribe((change) => heard.push(change.kind === 'all' ? 'all' : change.key));
    await one.create('session', 'k', record);
    await one.create('session', 'gone', record);
    await one.delete('session', 'gone');
    for (const [away, takesOver] of [
      [primary, replica],
      [replica, primary],
    ] as const) {
      await until(async () => (await answerOf(takesOver, 'EXISTS', KEY, GONE)) === '1', PATIENCE_MS);
      await until(() => isReadyToTakeOver(takesOver), PATIENCE_MS);
      heard.length = 0;
      await away.kill();
      await until(() => !one.mayCache() && !two.mayCache(), PATIENCE_MS);
      await until(async () => (await works(one)) && (await works(two)), PATIENCE_MS);
      expect(await one.get('session', 'k')).toEqual(record);
      expect(await one.get('session', 'gone')).toBeNull();
      await until(() => one.mayCache() && two.mayCache(), PATIENCE_MS);
      expect(heard).toContain('all');
      await one.create('session', 'new', record);
      await one.delete('session', 'new');
      expect(heard).toContain('new');
      expect(await answerOf(takesOver, 'ROLE')).toMatch(/^master/);
      await away.start();
      // Sentinel does so by itself, some time later.
      const follow = ['REPLICAOF', '127.0.0.1', String(takesOver.port)];
      await until(async () => (await answerOf(away, ...follow)).startsWith('OK'), PATIENCE_MS);
    }
    await Promise.all([one.close(), two.close()]);
  }, 300_000);

  /** It follows the one that is there, and Sentinel knows. */
  async function isReadyToTakeOver(server: RedisServer): Promise<boolean> {
    const known = await sentinel.send('SENTINEL', 'REPLICAS', 'main').catch(() => []);
    const facts = JSON.stringify(known);
    const isKnown = facts.includes(`127.0.0.1:${server.port}`) && facts.includes('"master-link-status":"ok"');
    return isKnown && (await answerOf(sentinel, 'SENTINEL', 'CKQUORUM', 'main')).startsWith('OK');
  }

  it('a name that no Sentinel knows stops the start', async () => {
    const { code, text } = await failure(() => openRedis({ url: url.replace('#main', '#other') }));
    expect(code).toBe('redis/unreachable');
    expect(text).toContain('other');
    expect(text).not.toContain(primary.password);
  });
});

describeWithRedis('in a Cluster of three nodes', () => {
  const nodes: RedisServer[] = [];
  const SLOTS = [0, 5461, 10_923, 16_384];
  let url = '';
  beforeAll(async () => {
    for (let i = 0; i < 3; i += 1)
      nodes.push(await startRedis(['--cluster-enabled', 'yes', '--cluster-node-timeout', '2000']));
    const [first] = nodes as [RedisServer];
    for (const [i, node] of nodes.entries()) {
      await node.send('CLUSTER', 'ADDSLOTSRANGE', String(SLOTS[i]), String((SLOTS[i + 1] ?? 0) - 1));
      if (node !== first) await node.send('CLUSTER', 'MEET', '127.0.0.1', String(first.port));
    }
    for (const node of nodes) {
      await until(async () =>
        /cluster_state:ok.*cluster_known_nodes:3/s.test(String(await node.send('CLUSTER', 'INFO'))),
      );
    }
    url = `redis-cluster://:${first.password}@${nodes.map(({ port }) => `127.0.0.1:${port}`).join(',')}`;
  });
  afterAll(() => Promise.all(nodes.map((node) => node.close())));

  describeExpiringStore({
    name: 'the expiring store',
    async open(now) {
      for (const node of nodes) await node.send('FLUSHALL');
      return openRedis({ url, now, commandTimeoutMs: 10_000 });
    },
    another: (now) => openRedis({ url, now, commandTimeoutMs: 10_000 }),
  });

  const ownerOf = async (key: string): Promise<RedisServer> => {
    const slot = Number(await (nodes[0] as RedisServer).send('CLUSTER', 'KEYSLOT', key));
    return nodes.find((_node, i) => slot < (SLOTS[i + 1] ?? 0)) as RedisServer;
  };

  it('all keys are in one slot', async () => {
    for (const node of nodes) await node.send('FLUSHALL');
    const store = await openRedis({ url });
    for (const key of ['a', 'b', 'c']) await store.create('session', key, { ...record, owner: key });
    await store.increment('x', 60_000);
    const owner = await ownerOf('{doorward:}');
    expect(await owner.send('DBSIZE')).toBe(8);
    for (const key of (await owner.send('KEYS', '*')) as string[]) expect(key).toMatch(/^\{doorward:\}/);
    await store.close();
  });

  it('the store follows its slot to another node (F3)', async () => {
    const [one, two] = await Promise.all([openRedis({ url }), openRedis({ url })]);
    await one.create('session', 'k', record);
    const from = await ownerOf('{doorward:}');
    const to = nodes.find((node) => node !== from) as RedisServer;
    const slot = String(await from.send('CLUSTER', 'KEYSLOT', '{doorward:}'));
    const [fromId, toId] = [String(await from.send('CLUSTER', 'MYID')), String(await to.send('CLUSTER', 'MYID'))];
    await to.send('CLUSTER', 'SETSLOT', slot, 'IMPORTING', fromId);
    await from.send('CLUSTER', 'SETSLOT', slot, 'MIGRATING', toId);
    const move = async (): Promise<number> => {
      const keys = (await from.send('CLUSTER', 'GETKEYSINSLOT', slot, '1000')) as string[];
      const target = ['127.0.0.1', String(to.port), '', '0', '5000', 'AUTH', to.password];
      if (keys.length > 0) await from.send('MIGRATE', ...target, 'KEYS', ...keys);
      return keys.length;
    };
    await until(async () => (await move()) === 0);
    for (const node of [to, from]) await node.send('CLUSTER', 'SETSLOT', slot, 'NODE', toId);
    await until(async () => (await works(one)) && (await works(two)), 60_000);
    await until(() => one.mayCache() && two.mayCache());
    expect(await two.get('session', 'k')).toEqual(record);
    expect(await one.delete('session', 'k')).toBe(true);
    expect(await two.get('session', 'k')).toBeNull();
    await Promise.all([one.close(), two.close()]);
  });

  describe('the address of one node', () => {
    it('stops the start, with the right form of the address', async () => {
      const codes = await Promise.all(
        nodes.map(async ({ url: node }) => (await failure(async () => (await openRedis({ url: node })).close())).code),
      );
      expect(codes).toContain('redis/cluster');
    });
  });
});
