/**
 * Requests that do not end where they seem to, sent by strangers beside those of a member: on a server with the guard,
 * and through an nginx that sends everybody's requests on one connection.
 */

import { createServer, type IncomingMessage, type Server } from 'node:http';
import { connect } from 'node:net';
import { createAuth, type Doorward } from '@doorward/auth';
import { TOKEN } from '@doorward/testing';
import { afterEach, beforeEach, describe, expect, it, jest } from '@jest/globals';
import supertest from 'supertest';
import { SILENT } from '../guarded-server.ts';
import { describeWithNginx, startNginx } from '../nginx-server.ts';
import { portOf, stop } from '../outer-servers.ts';
import { APPS } from '../store/two-instances.ts';
import { framings } from './framing-corpus.ts';

const MEMBER = { authorization: `Bearer ${TOKEN}` };
/** A whole request, and one that would take the head of the next one for its own header. */
const HIDDEN = ['GET /hidden HTTP/1.1\r\nHost: a\r\n\r\n', 'GET /hidden HTTP/1.1\r\nX: '];

/** Most say nothing more and wait, which takes its time. */
const AT_ONCE = 9;

/** Sends the bytes, and says nothing more; ends with the first answer, or when the server closes. */
function sendRaw(port: number, bytes: string): Promise<void> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => socket.write(bytes, 'latin1'));
    socket.on('data', () => socket.end());
    socket.on('error', () => undefined);
    socket.on('close', () => resolve());
    // It waits for more, which does not come.
    socket.setTimeout(250, () => socket.destroy());
  });
}

function nginxConf(upstream: number): (port: number) => string {
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `  ${name}_temp_path ${name};`);
  return (port) => `
daemon off;
worker_processes 1;
pid nginx.pid;
error_log /dev/null crit;
events { worker_connections 64; }
http {
  access_log off;
${temporary.join('\n')}
  upstream app { server 127.0.0.1:${upstream}; keepalive 1; }
  server {
    listen 127.0.0.1:${port};
    ignore_invalid_headers off;
    underscores_in_headers on;
    location / {
      proxy_pass http://app;
      proxy_http_version 1.1;
      proxy_set_header Connection "";
      proxy_set_header Host $http_host;
      proxy_request_buffering off;
    }
  }
}
`;
}

describe.each(Object.entries(APPS))('requests that end in two places, on %s', (_name, appOf) => {
  let auth: Doorward;
  let server: Server;
  let seen: IncomingMessage[];

  beforeEach(async () => {
    auth = await createAuth({ token: TOKEN, log: SILENT }, {});
    server = createServer(appOf(auth));
    seen = [];
    server.on('request', (request) => seen.push(request));
    auth.attach(server);
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    // Koa writes there of each body that breaks off.
    jest.spyOn(console, 'error').mockImplementation(() => undefined);
  });
  afterEach(async () => {
    jest.restoreAllMocks();
    await stop(server);
    await auth.close();
  });

  /** Some requests of strangers are followed by one of the member, which gets its own answer. */
  async function assertOwnAnswers(port: number): Promise<void> {
    const member = supertest(`http://127.0.0.1:${port}`);
    const all = HIDDEN.flatMap(framings);
    for (let from = 0; from < all.length; from += AT_ONCE) {
      const strangers = all.slice(from, from + AT_ONCE);
      await Promise.all(strangers.map((bytes) => sendRaw(port, bytes)));
      const { status, text } = await member.get('/own').set(MEMBER);
      expect([strangers, status, text]).toEqual([strangers, 200, 'page']);
    }
    const members = seen.filter(({ headers }) => headers.authorization === MEMBER.authorization);
    expect(new Set(members.map(({ method, url }) => `${method} ${url}`))).toEqual(new Set(['GET /own']));
    expect(seen.length).toBeGreaterThan(members.length);
    // Nothing of the member's stands in a request of somebody else.
    for (const { url, headers } of seen.filter((request) => !members.includes(request))) {
      expect([url, JSON.stringify(headers).includes(TOKEN)]).toEqual([url, false]);
    }
  }

  it('never mix with those of a member (X6)', async () => {
    await assertOwnAnswers(portOf(server));
  }, 60_000);

  describeWithNginx('behind nginx', (program) => {
    it('never mix with those of a member on one connection (X6)', async () => {
      const nginx = await startNginx(program, nginxConf(portOf(server)));
      try {
        await assertOwnAnswers(nginx.port);
      } finally {
        await nginx.close();
      }
    }, 60_000);
  });
});
