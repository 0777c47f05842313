import { createServer, type Server as HttpServer } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { type AddressInfo, createServer as createTcpServer, type Server } from 'node:net';
import { networkInterfaces, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from '@jest/globals';
import { type ServerAddress, whenListening, whenNextServerListens } from '../src/server-address.ts';

const open: Server[] = [];
afterEach(async () => {
  for (const server of open.splice(0)) await new Promise((resolve) => server.close(resolve));
});

const listen = async <S extends Server>(
  server: S,
  ...where: readonly [number, string?] | readonly [string]
): Promise<S> => {
  open.push(server);
  await new Promise<void>((resolve) => Reflect.apply(server.listen, server, [...where, resolve]));
  return server;
};
const portOf = (server: Server): number => (server.address() as AddressInfo).port;
const addressOf = async (server: Server, host: string): Promise<ServerAddress> => {
  const told = new Promise<ServerAddress>((resolve) => whenListening(server, resolve));
  await listen(server, 0, host);
  return told;
};

const hasIpv6 = Object.values(networkInterfaces()).some((list) => list?.some(({ address }) => address === '::1'));

describe('the address of a server', () => {
  it('is one that a browser on this machine can open', async () => {
    const server = createServer();
    expect(await addressOf(server, '127.0.0.1')).toMatchObject({
      url: `http://127.0.0.1:${portOf(server)}`,
      isLoopback: true,
    });
  });

  it('is https for a server with TLS', async () => {
    const server = createTlsServer();
    expect(await addressOf(server, '127.0.0.1')).toMatchObject({
      url: `https://127.0.0.1:${portOf(server)}`,
      isLoopback: true,
    });
  });

  it('is localhost for one that listens everywhere, which is not this machine alone (decision 11, L15)', async () => {
    for (const host of hasIpv6 ? ['0.0.0.0', '::'] : ['0.0.0.0']) {
      const server = createServer();
      expect([host, await addressOf(server, host)]).toEqual([
        host,
        expect.objectContaining({ url: `http://localhost:${portOf(server)}`, isLoopback: false }),
      ]);
    }
  });

  (hasIpv6 ? it : it.skip)('has IPv6 in brackets', async () => {
    const server = createServer();
    expect(await addressOf(server, '::1')).toMatchObject({ url: `http://[::1]:${portOf(server)}`, isLoopback: true });
  });

  it('is told for a server that listens already', async () => {
    const server = await listen(createServer(), 0, '127.0.0.1');
    const told: ServerAddress[] = [];
    whenListening(server, (address) => told.push(address));
    expect(told).toHaveLength(1);
  });

  it('is none for a socket of Unix', async () => {
    const told: ServerAddress[] = [];
    const server = createServer();
    whenListening(server, (address) => told.push(address));
    await listen(server, join(tmpdir(), `doorward-${process.pid}.sock`));
    expect(told).toEqual([]);
  });
});

describe('the next server of the process', () => {
  it('is the first one that speaks HTTP, once', async () => {
    const told: string[] = [];
    whenNextServerListens(({ url }) => told.push(url));
    await listen(createTcpServer(), 0, '127.0.0.1');
    expect(told).toEqual([]);
    const server = await listen(createServer(), 0, '127.0.0.1');
    await listen(createServer(), 0, '127.0.0.1');
    expect(told).toEqual([`http://127.0.0.1:${portOf(server)}`]);
  });

  it('is told to everybody who waits', async () => {
    const told: string[] = [];
    whenNextServerListens(() => told.push('one'));
    whenNextServerListens(() => told.push('two'));
    await listen(createServer() as HttpServer, 0, '127.0.0.1');
    expect(told.sort()).toEqual(['one', 'two']);
  });

  it('is not one that could not listen', async () => {
    const taken = await listen(createServer(), 0, '127.0.0.1');
    const told: string[] = [];
    whenNextServerListens(({ url }) => told.push(url));
    const failing = createServer();
    await new Promise((resolve) => failing.once('error', resolve).listen(portOf(taken), '127.0.0.1'));
    expect(told).toEqual([]);
    const server = await listen(createServer(), 0, '127.0.0.1');
    expect(told).toEqual([`http://127.0.0.1:${portOf(server)}`]);
  });
});
