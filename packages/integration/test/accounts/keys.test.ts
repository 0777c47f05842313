import { createServer, type Server } from 'node:http';
import { type Accounts, createAuth, type Doorward } from '@doorward/auth';
import { createMemoryDurableStore, createMemoryStore } from '@doorward/core';
import { doorward } from '@doorward/express';
import { accountsOf, MACHINE } from '@doorward/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import { WebSocket, WebSocketServer } from 'ws';
import { portOf, stop } from '../outer-servers.ts';

type Keys = NonNullable<Accounts['keys']>;

let auth: Doorward;
let keys: Keys;
let server: Server;
let origin: string;

beforeEach(async () => {
  const log = { info: () => undefined, warn: () => undefined };
  const stores = { store: createMemoryStore(), durableStore: createMemoryDurableStore() };
  auth = await createAuth({ accounts: true, apiKeys: true, log, ...stores }, {});
  keys = accountsOf(auth).keys as Keys;
  const app = express();
  app.use(doorward(auth));
  app.get('/events', (_req, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    res.write('data: hello\n\n');
  });
  server = createServer(app);
  new WebSocketServer({ server }).on('connection', (socket) => socket.send('hello'));
  auth.attach(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  origin = `http://127.0.0.1:${portOf(server)}`;
});

afterEach(async () => {
  await stop(server);
  await auth.close();
});

/** Resolves when the stream is over, however it ends. */
async function ended(body: ReadableStream<Uint8Array>): Promise<void> {
  const reader = body.getReader();
  try {
    while (!(await reader.read()).done);
  } catch {
    // Cut off, as is right.
  }
}

const within = <T>(ms: number, what: Promise<T>): Promise<T | 'still open'> =>
  Promise.race([what, new Promise<'still open'>((resolve) => setTimeout(() => resolve('still open'), ms).unref())]);

const ENDS: Readonly<Record<string, (id: string) => Promise<unknown>>> = {
  disabled: (id) => keys.update(MACHINE, id, { status: 'disabled' }),
  deleted: (id) => keys.delete(MACHINE, id),
  'rotated without an overlap': (id) => keys.rotate(MACHINE, id, 0),
};

describe('what an API key opened', () => {
  it.each(Object.keys(ENDS))('is closed within seconds when the key is %s, streams and sockets (S6)', async (end) => {
    const { key, secret } = await keys.createService(MACHINE, { name: 'feed', roles: ['viewer'] });
    const headers = { 'x-api-key': secret };
    const stream = await fetch(`${origin}/events`, { headers });
    expect(stream.status).toBe(200);
    const socket = new WebSocket(origin.replace('http', 'ws'), { headers });
    await new Promise((resolve) => socket.once('message', resolve));
    const closed = new Promise<'closed'>((resolve) => socket.once('close', () => resolve('closed')));
    const over = ended(stream.body as ReadableStream<Uint8Array>).then(() => 'closed' as const);
    expect(await within(1500, Promise.race([closed, over]))).toBe('still open');
    await ENDS[end]?.(key.id);
    expect(await within(3000, closed)).toBe('closed');
    expect(await within(3000, over)).toBe('closed');
    expect((await fetch(`${origin}/events`, { headers })).status).toBe(401);
  });
});
