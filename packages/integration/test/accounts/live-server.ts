/**
 * A server on which programs hold sockets and event streams open, and the programs.
 */

import { generateKeyPairSync, sign } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createAuth, type Doorward, type DoorwardOptions } from '@doorward/auth';
import { doorward } from '@doorward/express';
import { setCookies } from '@doorward/testing';
import express from 'express';
import supertest from 'supertest';
import { WebSocket, WebSocketServer } from 'ws';
import { portOf, stop } from '../outer-servers.ts';

const ISSUER = 'https://login.example.com/';
const SIGNING = generateKeyPairSync('ec', { namedCurve: 'P-256' });

type Headers = Readonly<Record<string, string>>;

export interface LiveServer {
  readonly origin: string;
  readonly http: ReturnType<typeof supertest>;
  readonly auth: Doorward;
  /** Targets of the connections that the app was given. */
  readonly opened: readonly string[];
  /** Another process on the same data. */
  another(): Promise<Doorward>;
  /** Moves the clock of every process. */
  advance(seconds: number): void;
  /** Status of the answer, 101 when it is open. */
  open(path: string, headers: Headers): Promise<OpenedSocket>;
  /** An event stream. */
  stream(path: string, headers: Headers): Promise<{ readonly status: number; readonly ended: () => Promise<boolean> }>;
  close(): Promise<void>;
}

export interface OpenedSocket {
  readonly status: number;
  readonly socket: WebSocket;
  /** Set-Cookie lines of the answer. */
  readonly cookies: readonly string[];
}

export async function startLiveServer(): Promise<LiveServer> {
  const dataFolder = mkdtempSync(join(tmpdir(), 'doorward-'));
  const auths: Doorward[] = [];
  const opened: string[] = [];
  const sockets: WebSocket[] = [];
  const streams = new AbortController();
  let offset = 0;
  const another = async (): Promise<Doorward> => {
    const auth = await createAuth({ ...OPTIONS, dataFolder, now: () => Date.now() + offset }, {});
    auths.push(auth);
    return auth;
  };
  const auth = await another();
  const server = await serve(auth, opened);
  const origin = `http://127.0.0.1:${portOf(server)}`;

  return {
    origin,
    http: supertest(origin),
    auth,
    opened,
    another,
    advance: (seconds) => {
      offset += seconds * 1000;
    },
    async open(path, headers) {
      const socket = new WebSocket(origin.replace('http', 'ws') + path, { headers });
      sockets.push(socket);
      socket.on('error', () => undefined);
      let cookies: readonly string[] = [];
      socket.once('upgrade', (response) => (cookies = setCookies(response.headers)));
      const status = await new Promise<number>((resolve) => {
        socket.once('unexpected-response', (_request, response) => resolve(response.statusCode ?? 0));
        socket.once('message', () => resolve(101));
      });
      return { status, socket, cookies };
    },
    async stream(path, headers) {
      const response = await fetch(origin + path, { headers, signal: streams.signal });
      const reader = (response.body as ReadableStream<Uint8Array>).getReader();
      await reader.read();
      const over = reader.read().then(
        ({ done }) => done,
        () => true,
      );
      return { status: response.status, ended: () => soon(over) };
    },
    async close() {
      for (const socket of sockets) socket.terminate();
      streams.abort();
      await stop(server);
      for (const each of auths) await each.close();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
}

const OPTIONS: DoorwardOptions = {
  accounts: { basic: true },
  apiKeys: { query: 'api_key' },
  tokens: { cookies: { access: 'token', refresh: 'refresh_token' }, passwordGrant: true },
  jwt: {
    issuer: ISSUER,
    audience: 'api',
    jwks: { keys: [{ ...SIGNING.publicKey.export({ format: 'jwk' }), kid: 'one', alg: 'ES256', use: 'sig' }] },
    clockSkewSeconds: 0,
  },
  log: { info: () => undefined, warn: () => undefined },
};

async function serve(auth: Doorward, opened: string[]): Promise<Server> {
  const app = express();
  app.use(doorward(auth));
  app.get('/events', (req, res) => {
    opened.push(req.url);
    res.writeHead(200, { 'content-type': 'text/event-stream' });
    res.write('data: hello\n\n');
  });
  app.use((_req, res) => {
    res.send('page');
  });
  const server = createServer(app);
  new WebSocketServer({ server }).on('connection', (socket, request) => {
    opened.push(request.url ?? '');
    socket.send('hello');
  });
  auth.attach(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}

/** True once it closes, false when it does not within half a minute. */
export const closed = (socket: WebSocket): Promise<boolean> =>
  soon(
    new Promise((resolve) => (socket.readyState === WebSocket.CLOSED ? resolve(null) : socket.once('close', resolve))),
  );

function soon(event: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), 30_000);
  });
  return Promise.race([event.then(() => true), late]).finally(() => clearTimeout(timer));
}

/** A token of the issuer that the server believes. */
export function issued(lifetimeSeconds: number): string {
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const now = Math.floor(Date.now() / 1000);
  const claims = { iss: ISSUER, aud: 'api', sub: 'user-1', iat: now, exp: now + lifetimeSeconds };
  const signed = `${encode({ alg: 'ES256', kid: 'one', typ: 'at+jwt' })}.${encode(claims)}`;
  const signature = sign('sha256', Buffer.from(signed), { key: SIGNING.privateKey, dsaEncoding: 'ieee-p1363' });
  return `${signed}.${signature.toString('base64url')}`;
}
