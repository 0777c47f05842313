import type { ExpiringStore } from '@doorward/core';
import { openRedis } from '@doorward/redis';
import { describeExpiringStore } from '@doorward/testing';
import { afterAll, beforeAll } from '@jest/globals';
import { describeWithRedis, type RedisServer, startRedis } from './redis-server.ts';

describeWithRedis('the store', () => {
  let server: RedisServer;
  beforeAll(async () => {
    server = await startRedis();
  });
  afterAll(() => server.close());

  const open = (now: () => number): Promise<ExpiringStore> =>
    openRedis({ url: server.url, now, commandTimeoutMs: 10_000 });
  describeExpiringStore({
    name: 'the expiring store on Redis',
    async open(now) {
      await server.send('FLUSHALL');
      return open(now);
    },
    another: open,
  });
});
