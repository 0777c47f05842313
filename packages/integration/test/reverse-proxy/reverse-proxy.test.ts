/**
 * Apps that are reverse proxies, mounted behind the guard: what reaches their upstream.
 */

import { createHash } from 'node:crypto';
import type { Server } from 'node:http';
import { createApp, createAuth, type Doorward } from '@doorward/auth';
import { rawBytes, rawRequest, TOKEN } from '@doorward/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { SILENT } from '../guarded-server.ts';
import { OUTER, portOf, stop } from '../outer-servers.ts';
import { type PipingApp, pipeTo } from './piping-app.ts';
import { type RecordingUpstream, startRecordingUpstream } from './recording-upstream.ts';

const MEMBER = `Authorization: Bearer ${TOKEN}`;

const CLIMBING = [
  '/..',
  '/../',
  '/../admin',
  '/x/../../admin',
  '/./../admin',
  '/%2e%2e/admin',
  '/%2E./admin',
  '/..%2fadmin',
  '/..%2Fadmin',
  '/%2e%2e%2fadmin',
  '/x%2f..%2f..%2fadmin',
  '/..%5cadmin',
  '/..\\admin',
  '/..;/admin',
  '/..;a=b/admin',
  '//../admin',
  '/x//..//..//admin',
  '/%252e%252e/admin',
  '/%252e%252e%252fadmin',
];

/** What a server could open that decodes once or twice, in either order with taking dot segments out. */
function readingsOf(path: string): string[] {
  const spellings = [path];
  for (let depth = 0; depth < 2; depth += 1) spellings.push(decoded(spellings.at(-1) ?? ''));
  return spellings.map((one) => new URL(one.replace(/;[^/]*/g, '').replace(/[\\/]+/g, '/'), 'http://u').pathname);
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}

/** Each holds what a parser that writes it out again would change. */
const BODIES: readonly [string, string, string][] = [
  ['a form in parts with bare line feeds', 'Multipart/Form-Data; Boundary="a b"', '--a b\nx: y\n\n1\r\n--a b--\n'],
  ['a form in parts with CRLF in a name', 'multipart/form-data;boundary=x', '--x\r\nA: "\r\n"\r\n\r\n\r\n\r\n--x--'],
  ['a form with doubled and odd fields', 'application/x-www-form-urlencoded', 'a=1&a=2&&=&b=%zz+%20&c'],
  ['JSON with doubled members', 'application/json ; charset="utf-7"', ' {"a":1.0,"a":1e2,"__proto__":{}}\n\n'],
  ['JSON that is none', 'application/json', '{"a":'],
  ['packed bytes that are none', 'text/plain', '\x1f\x8b\x08 nothing'],
  [
    'all bytes',
    'application/octet-stream',
    Array.from({ length: 256 }, (_, code) => String.fromCharCode(code)).join(''),
  ],
  ['more than is kept at once', 'application/octet-stream', 'x\r\n'.repeat(400_000)],
];

const hash = (body: string | Buffer): string =>
  createHash('sha256')
    .update(typeof body === 'string' ? Buffer.from(body, 'latin1') : body)
    .digest('hex');

describe.each(OUTER.filter(({ prefix }) => prefix === ''))('a reverse proxy mounted below $name', ({ serve }) => {
  let auth: Doorward;
  let server: Server;
  let app: RecordingUpstream;
  let other: RecordingUpstream;
  let proxies: PipingApp[];

  beforeEach(async () => {
    auth = await createAuth({ token: TOKEN, log: SILENT }, {});
    [app, other] = [await startRecordingUpstream(), await startRecordingUpstream()];
    proxies = [pipeTo(app.port, '/base'), pipeTo(other.port, '/other')];
    const site = createApp({ auth, log: SILENT })
      .withApp('/app', proxies[0]?.handle as PipingApp['handle'])
      .withApp('/other', proxies[1]?.handle as PipingApp['handle'])
      .build();
    server = await serve(site);
  });
  afterEach(async () => {
    await stop(server);
    for (const proxy of proxies) proxy.close();
    await Promise.all([app.close(), other.close()]);
    await auth.close();
  });

  it('asks its upstream for nothing outside its base, however the path climbs (P15)', async () => {
    for (const path of ['/x', ...CLIMBING, ...CLIMBING.map((each) => `/../other${each}`)]) {
      await rawRequest(portOf(server), { target: `/app${path}`, headers: [MEMBER] });
    }
    const asked = app.recorded.map(({ line }) => line.split(' ')[1] ?? '');
    expect(asked).toContain('/base/x');
    for (const path of asked) {
      for (const reading of readingsOf(path))
        expect([path, reading]).toEqual([path, expect.stringMatching(/^\/base\//)]);
    }
    expect(other.recorded).toEqual([]);
  });

  it('is chosen by the path alone, whatever host is named (X4)', async () => {
    const named = ['127.0.0.1/other', 'other', 'other.127.0.0.1', '127.0.0.1#/other', '127.0.0.1@other', 'evil/app'];
    for (const host of named) {
      const headers = [MEMBER, `Host: ${host}`, `X-Forwarded-Host: ${host}`, `Forwarded: host="${host}"`];
      await rawRequest(portOf(server), { target: '/app/x', headers });
    }
    for (const target of ['http://other/app/x', `http://127.0.0.1:${other.port}/app/x`]) {
      await rawRequest(portOf(server), { target, headers: [MEMBER] });
    }
    await rawRequest(portOf(server), { target: '/app/x?/other/', headers: [MEMBER] });
    expect(other.recorded).toEqual([]);
    const asked = new Set(app.recorded.map(({ line }) => line));
    expect(asked).toContain('GET /base/x?/other/');
    for (const line of asked) expect(line).toMatch(/^GET \/base\/x/);
  });

  it.each(BODIES)('passes %s on byte for byte, with its type as it was written (X5)', async (_what, type, body) => {
    const chunk = (text: string): string => `${text.length.toString(16)}\r\n${text}\r\n`;
    const parts = [body.slice(0, 3), body.slice(3)].filter((part) => part !== '');
    for (const [framing, sent] of [
      [`Content-Length: ${body.length}`, body],
      ['Transfer-Encoding: chunked', `${parts.map(chunk).join('')}0\r\n\r\n`],
    ] as const) {
      const head = ['POST /app/x HTTP/1.1', 'hOST: a', MEMBER, `cOntent-TYPE: ${type}`, 'Connection: close', framing];
      const request = Buffer.from(`${head.join('\r\n')}\r\n\r\n${sent}`, 'latin1');
      expect((await rawBytes(portOf(server), request)).status).toBe(200);
      const { headers = [], body: arrived = '' } = app.recorded.at(-1) ?? {};
      expect([headers[headers.indexOf('cOntent-TYPE') + 1], hash(arrived)]).toEqual([type, hash(body)]);
    }
    expect(app.recorded).toHaveLength(2);
  });
});
