import { createServer, type Server, type Socket } from 'node:net';
import { openRedis } from '@doorward/redis';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { portOf } from '../test/outer-servers.ts';
import { failure } from '../test/store/failing.ts';

describe('the connection to something that is no Redis', () => {
  let other: Server;
  const sockets = new Set<Socket>();
  let answer = '';
  beforeEach(async () => {
    other = createServer((socket) => {
      sockets.add(socket);
      socket.on('error', () => undefined);
      socket.on('data', () => socket.write(answer));
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
  });
  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    await new Promise((resolve) => other.close(resolve));
  });

  it.each([
    ['says nothing', ''],
    ['speaks HTTP', 'HTTP/1.1 400 Bad Request\r\n\r\n'],
    ['knows no RESP3', '-ERR unknown command `HELLO`\r\n'],
    ['answers junk', '\u0000\u0001\u0002\r\n'],
  ])('which %s, fails, and ends nothing but the start', async (_what, says) => {
    answer = says;
    const url = `redis://127.0.0.1:${portOf(other as unknown as Parameters<typeof portOf>[0])}`;
    const { code } = await failure(() => openRedis({ url }));
    expect(['redis/unreachable', 'redis/failed']).toContain(code);
  });
});
