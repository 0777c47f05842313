/**
 * An app without a guard behind a real nginx that asks Doorward: who gets in there is who the guard lets in.
 */

import { createServer, type IncomingHttpHeaders } from 'node:http';
import { createPrincipal, type Scheme } from '@doorward/core';
import { type Fixture, PAGE, rawRequest, startFixture, TOKEN } from '@doorward/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import supertest from 'supertest';
import { FRAMEWORKS } from '../accounts/frameworks.ts';
import { describeWithNginx, type Nginx, startNginx } from '../nginx-server.ts';
import { portOf } from '../outer-servers.ts';
import { askingNginx } from './nginx.ts';

const BEARER = { authorization: `Bearer ${TOKEN}` };

/** A person with rights of his own, by a header of his own. */
const zoe: Scheme = {
  name: 'test',
  places: { headers: ['x-test'] },
  authenticate: ({ headers }) =>
    headers?.get('x-test') === 'zoe'
      ? {
          kind: 'authenticated',
          startsSession: false,
          principal: createPrincipal({ subject: 'zoe', name: 'Zoë 100%', roles: ['reader', 'writer'], method: 'test' }),
        }
      : { kind: 'none' },
};

describeWithNginx('behind nginx', (program) => {
  describe.each(FRAMEWORKS)('with Doorward on $name', (harness) => {
    let fixture: Fixture;
    let nginx: Nginx;
    const seen: { url: string; headers: IncomingHttpHeaders; raw: readonly string[] }[] = [];
    const app = createServer((request, response) => {
      seen.push({ url: request.url ?? '', headers: request.headers, raw: request.rawHeaders });
      response.end('the app');
    });
    const through = () => supertest(`http://127.0.0.1:${nginx.port}`);
    const raw = (target: string, headers: Record<string, string> = {}) =>
      rawRequest(nginx.port, { target, headers: Object.entries(headers).map(([name, value]) => `${name}: ${value}`) });

    beforeAll(async () => {
      fixture = await startFixture(harness, {
        options: { forwardAuth: true, trustProxy: ['loopback'], schemes: [zoe], public: ['/assets/'] },
      });
      await new Promise<void>((resolve) => app.listen(0, '127.0.0.1', resolve));
      nginx = await startNginx(program, askingNginx({ doorward: fixture.port, app: portOf(app) }));
    });
    afterAll(async () => {
      await nginx?.close();
      app.close();
      app.closeAllConnections();
      await fixture.close();
    });

    it('the app is reached by who is signed in, and learns who it is (V40)', async () => {
      const response = await through().get('/reports?week=3').set('x-test', 'zoe');
      expect([response.status, response.text]).toEqual([200, 'the app']);
      expect(seen.at(-1)).toMatchObject({
        url: '/reports?week=3',
        headers: { 'remote-user': 'zoe', 'remote-name': 'Zo%C3%AB 100%25', 'remote-groups': 'reader,writer' },
      });
    });

    it('strangers are sent to the login page and back, programs get 401, and the app hears of neither (P4)', async () => {
      const before = seen.length;
      const page = await through().get('/reports?week=3').set(PAGE).redirects(0);
      expect([page.status, page.headers['location']]).toEqual([
        303,
        expect.stringMatching(/\/auth\/login\?next=\/reports%3Fweek%3D3$/),
      ]);
      for (const agent of ['kube-probe/1.29', 'GoogleHC/1.0', 'ELB-HealthChecker/2.0'])
        expect((await through().get('/reports').set('user-agent', agent)).status).toBe(401);
      expect(seen).toHaveLength(before);
    });

    it('a session that was signed in through the proxy opens the app, and its cookie stays out of it', async () => {
      const login = await through().post('/auth/login').type('form').send({ password: TOKEN }).redirects(0);
      const cookie = String(login.headers['set-cookie']).split(';', 1)[0] ?? '';
      expect((await through().get('/').set('cookie', cookie)).status).toBe(200);
      expect(seen.at(-1)?.headers).not.toHaveProperty('cookie');
    });

    it('a token in the address becomes a session on the way, and is gone from the address (A46)', async () => {
      const response = await through().get(`/reports?access_token=${TOKEN}&a=1`).set(PAGE).redirects(0);
      expect([response.status, response.headers['location']]).toEqual([303, expect.stringMatching(/\/reports\?a=1$/)]);
      expect(String(response.headers['set-cookie'])).toMatch(/^doorward_/);
    });

    it('the app sees one value of each identity header, ours, whatever the client sends (X1, X2)', async () => {
      for (const name of ['remote-user', 'Remote-User', 'REMOTE-USER', 'remote_user', 'Remote-Groups']) {
        expect((await raw('/x', { ...BEARER, [name]: 'root' })).status).toBe(200);
        const { raw: headers = [] } = seen.at(-1) ?? {};
        const values = headers.filter((_, i) => i % 2 === 1 && /^remote[-_]user$/i.test(headers[i - 1] ?? ''));
        expect([name, values]).toEqual([name, ['token']]);
      }
      expect((await raw('/assets/logo.svg', { 'remote-user': 'root' })).status).toBe(200);
      expect(seen.at(-1)?.headers['remote-user'] ?? '').toBe('');
    });

    it('what the client says of the original request counts for nothing (P3)', async () => {
      for (const name of [
        'X-Forwarded-Uri',
        'X-Original-URL',
        'X-Rewrite-URL',
        'X-Original-URI',
        'X-Forwarded-Method',
      ]) {
        const response = await raw('/reports', { [name]: name.endsWith('Method') ? 'OPTIONS' : '/assets/logo.svg' });
        expect([name, response.status]).toEqual([name, 401]);
      }
    });

    it('an address that servers read in different ways opens nothing to a stranger (P21)', async () => {
      const before = seen.length;
      for (const target of [
        '/assets/../reports',
        '/assets/%2e%2e/reports',
        '/assets//..//reports',
        '/assets/..%2freports',
        '/assets/%00',
        '/assets/%zz',
        '/assets\\..\\reports',
        '/assets/;/../reports',
      ]) {
        const { status } = await raw(target);
        expect([target, status >= 400]).toEqual([target, true]);
      }
      expect(seen).toHaveLength(before);
    });

    it('asks for the origin of a socket, as the guard does (W1)', async () => {
      const login = await through().post('/auth/login').type('form').send({ password: TOKEN }).redirects(0);
      const cookie = String(login.headers['set-cookie']).split(';', 1)[0] ?? '';
      const own = `http://127.0.0.1:${nginx.port}`;
      const socket = (origin: string) =>
        raw('/socket', { cookie, origin, upgrade: 'websocket', 'sec-websocket-key': 'dGhlIHNhbXBsZSBub25jZQ==' });
      expect((await socket('https://evil.example')).status).toBe(403);
      expect((await socket(own)).status).toBe(200);
    });
  });
});

describe.each(FRAMEWORKS)('the endpoint for proxies on $name', (harness) => {
  let fixture: Fixture;
  beforeAll(async () => {
    fixture = await startFixture(harness, { options: { forwardAuth: true, trustProxy: ['192.0.2.1'] } });
  });
  afterAll(() => fixture.close());

  it('answers nobody but the proxy, be his credential right or not (P3)', async () => {
    const original = { 'x-forwarded-uri': '/assets/', 'x-forwarded-method': 'GET' };
    for (const headers of [original, { ...original, ...BEARER }])
      expect((await fixture.http.get('/auth/verify').set(headers)).status).toBe(403);
  });
});

describe.each(FRAMEWORKS)('a question of a proxy to Doorward on $name', (harness) => {
  let fixture: Fixture;
  beforeAll(async () => {
    fixture = await startFixture(harness, { options: { forwardAuth: true, trustProxy: ['loopback'] } });
  });
  afterAll(() => fixture.close());
  const ask = (uri: string, method = 'GET', more: Record<string, string> = {}) =>
    fixture.http.get('/auth/verify').set({ 'x-forwarded-uri': uri, 'x-forwarded-method': method, ...more });

  it('that is none, or about our own pages, or about itself, is refused', async () => {
    expect((await fixture.http.get('/auth/verify').set(BEARER)).status).toBe(403);
    for (const uri of ['reports', 'http://evil.example/', '*', '/auth/verify', '/auth/login', '/auth/verify?redirect'])
      expect([uri, (await ask(uri, 'GET', BEARER)).status]).toEqual([uri, 403]);
    for (const method of ['', 'get', 'GET /', 'TRACE', 'CONNECT'])
      expect([method, (await ask('/reports', method, BEARER)).status]).toEqual([method, 403]);
    const doubled = await fixture.raw({
      target: '/auth/verify',
      headers: [
        `authorization: Bearer ${TOKEN}`,
        'x-forwarded-uri: /a',
        'x-forwarded-uri: /b',
        'x-forwarded-method: GET',
      ],
    });
    expect(doubled.status).toBe(403);
  });

  it('is answered for the client itself where the proxy passes the answer on (Traefik, Caddy)', async () => {
    const response = await fixture.http
      .get('/auth/verify?redirect')
      .set({ ...PAGE, 'x-forwarded-uri': '/reports', 'x-forwarded-method': 'GET' })
      .redirects(0);
    expect([response.status, response.headers['location']]).toEqual([303, '/auth/login?next=/reports']);
    expect((await ask('/reports', 'DELETE', { ...BEARER, origin: 'https://evil.example' })).status).toBe(200);
  });
});
