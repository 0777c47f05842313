/**
 * Clients that send byte by byte, or nothing: the limits of Node's server end them, with the guard as without it. Whoever
 * was let in stays.
 */

import { createServer, type RequestListener, type Server } from 'node:http';
import { connect, type Socket } from 'node:net';
import { createApp, createAuth, type Doorward } from '@doorward/auth';
import { PAGE, TOKEN } from '@doorward/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import supertest from 'supertest';
import { WebSocket, WebSocketServer } from 'ws';
import { opened, SILENT } from './guarded-server.ts';
import { portOf, stop } from './outer-servers.ts';
import { until } from './store/failing.ts';
import { APPS } from './store/two-instances.ts';

/** Those of docs/behind-a-proxy.md, shorter. */
const LIMITS = { headersTimeout: 1_000, requestTimeout: 2_000, connectionsCheckingInterval: 250 };
const OF_EACH = 60;
const FORM = 'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 1000';

/** What each kind of slow client says at once; the rest comes byte by byte. */
const BEGINNINGS: readonly string[] = [
  '',
  'GET / HTTP/1.1\r\nHost: a\r\nX: ',
  'GET /ws HTTP/1.1\r\nHost: a\r\nConnection: Upgrade\r\nUpgrade: websocket\r\nX: ',
  `POST /auth/login HTTP/1.1\r\nHost: a\r\n${FORM}\r\n\r\npassword=`,
  `POST /auth/login HTTP/1.1\r\nHost: a\r\n${FORM}\r\nExpect: 100-continue\r\n\r\npassword=`,
  `POST /save HTTP/1.1\r\nHost: a\r\n${FORM}\r\n\r\na=`,
  'POST /auth/login HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\n',
];

const SERVED: Readonly<Record<string, (auth: Doorward) => RequestListener>> = {
  ...APPS,
  createApp: (auth) => {
    const site = createApp({ auth, log: SILENT }).withApp('/', (_req, res) => res.end('page'));
    return site.build().listener;
  },
};

describe.each(Object.entries(SERVED))('slow clients of %s', (_name, listenerOf) => {
  let auth: Doorward;
  let server: Server;
  let clients: Set<Socket>;
  let dripping: NodeJS.Timeout;
  const warnings: string[] = [];

  beforeEach(async () => {
    warnings.length = 0;
    auth = await createAuth({ token: TOKEN, log: { info: () => undefined, warn: (line) => warnings.push(line) } }, {});
    server = createServer(LIMITS, listenerOf(auth));
    new WebSocketServer({ server }).on('connection', (socket) => socket.send('hello'));
    auth.attach(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // Koa writes there of each body that breaks off.
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
    clients = new Set();
    dripping = setInterval(() => {
      for (const client of clients) if (client.bytesWritten > 0) client.write('x');
    }, 200);
  });
  afterEach(async () => {
    clearInterval(dripping);
    jest.restoreAllMocks();
    for (const client of clients) client.destroy();
    await stop(server);
    await auth.close();
  });

  function open(beginning: string): void {
    const client = connect(portOf(server), '127.0.0.1', () => client.write(beginning));
    clients.add(client);
    client.on('error', () => undefined);
    client.resume();
    client.on('close', () => clients.delete(client));
  }

  it('are ended, and nobody else is kept waiting by them or ended with them (F28)', async () => {
    const origin = `http://127.0.0.1:${portOf(server)}`;
    const headers = { authorization: `Bearer ${TOKEN}` };
    const member = new WebSocket(origin.replace('http', 'ws'), { headers });
    expect(await opened(member)).toBe('open');
    for (let count = 0; count < OF_EACH; count += 1) BEGINNINGS.forEach(open);
    let answered = 0;
    while (clients.size > 0 && answered < 2_000) {
      expect((await supertest(origin).get('/').set(headers)).text).toBe('page');
      expect((await supertest(origin).get('/auth/login').set(PAGE)).status).toBe(200);
      answered += 1;
    }
    await until(() => clients.size === 0);
    expect(answered).toBeGreaterThan(0);
    expect(member.readyState).toBe(WebSocket.OPEN);
    member.terminate();
    expect(warnings).toEqual([]);
  }, 60_000);
});
