import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuth, type Doorward } from '@doorward/auth';
import { doorward } from '@doorward/express';
import { accountsOf, givenUser, MACHINE, signInAs } from '@doorward/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import express from 'express';
import supertest from 'supertest';
import { WebSocket, WebSocketServer } from 'ws';
import { portOf, stop } from '../outer-servers.ts';

let dataFolder: string;
let server: Server;
let auths: Doorward[];

/** A Doorward on the data of this test, as another process or the command line makes one. */
async function another(): Promise<Doorward> {
  const log = { info: () => undefined, warn: () => undefined };
  const auth = await createAuth({ accounts: true, dataFolder, log }, {});
  auths.push(auth);
  return auth;
}

beforeEach(async () => {
  dataFolder = mkdtempSync(join(tmpdir(), 'doorward-'));
  auths = [];
  const auth = await another();
  const app = express();
  app.use(doorward(auth));
  app.get('/events', (_req, res) => {
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    res.write('data: hello\n\n');
  });
  server = createServer(app);
  const sockets = new WebSocketServer({ server });
  sockets.on('connection', (socket) => socket.send('hello'));
  auth.attach(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});

afterEach(async () => {
  await stop(server);
  for (const auth of auths) await auth.close();
  rmSync(dataFolder, { recursive: true, force: true });
});

const CHANGES: Readonly<Record<string, (auth: Doorward, id: string) => Promise<unknown>>> = {
  disabled: (auth, id) => accountsOf(auth).users.update(MACHINE, id, { status: 'disabled' }),
  deleted: (auth, id) => accountsOf(auth).users.delete(MACHINE, id),
  'one of those whose role loses a permission': (auth) =>
    accountsOf(auth).customRoles.update(MACHINE, 'clerk', { permissions: [] }),
  'given another role': (auth, id) => accountsOf(auth).users.update(MACHINE, id, { roles: ['viewer'] }),
};

describe('an upgrade to a page of ours', () => {
  it('is refused before 101, also to who may open the page (W1, W2)', async () => {
    const [auth] = auths as [Doorward];
    const origin = `http://127.0.0.1:${portOf(server)}`;
    await givenUser(auth, { username: 'boss', roles: ['owner'] });
    const cookie = await signInAs(supertest(origin), { username: 'boss' });
    for (const path of ['/auth/account', '/auth/admin', '/auth/api/users', '/auth/login', '/auth/ticket']) {
      const socket = new WebSocket(origin.replace('http', 'ws') + path, { headers: { cookie, origin } });
      const status = await new Promise((resolve) => {
        socket.once('unexpected-response', (_request, response) => resolve(response.statusCode));
        socket.once('open', () => resolve(101));
      });
      socket.on('error', () => undefined);
      socket.terminate();
      expect([path, status]).toEqual([path, 400]);
    }
  });
});

describe('sockets and event streams of a user', () => {
  it.each(Object.entries(CHANGES))('end when he is %s in another process (W3, V39, S6)', async (_what, change) => {
    const [first] = auths as [Doorward];
    const origin = `http://127.0.0.1:${portOf(server)}`;
    await accountsOf(first).customRoles.create(MACHINE, { name: 'clerk', permissions: ['reports:read'] });
    const user = await givenUser(first, { username: 'watcher', roles: ['clerk'] });
    const cookie = await signInAs(supertest(origin), { username: 'watcher' });
    const socket = new WebSocket(origin.replace('http', 'ws'), { headers: { cookie, origin } });
    await new Promise((resolve) => socket.once('message', resolve));
    const events = await fetch(`${origin}/events`, { headers: { cookie } });
    const reader = (events.body as ReadableStream<Uint8Array>).getReader();
    await reader.read();
    const socketEnded = new Promise<number>((resolve) => socket.once('close', resolve));
    const streamEnded = reader.read().then(
      ({ done }) => done,
      () => true,
    );
    await change(await another(), user.id);
    expect(await Promise.all([streamEnded, socketEnded.then(() => true)])).toEqual([true, true]);
  });
});
