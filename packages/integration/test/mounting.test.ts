import type { Server } from 'node:http';
import { createApp, createAuth, type Doorward, type DoorwardOptions } from '@doorward/auth';
import { createPrincipal, type Scheme } from '@doorward/core';
import type { MountableApp } from '@doorward/node';
import { PAGE, rawRequest, setCookies, TOKEN } from '@doorward/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import supertest from 'supertest';
import { INNER, type Seen } from './inner-apps.ts';
import { OUTER, portOf, stop } from './outer-servers.ts';

const SILENT = { info: () => undefined, warn: () => undefined };

/** A guest may read dashboards, and nothing else. */
const guests: Scheme = {
  name: 'guest',
  authenticate: ({ bearer }) =>
    bearer === 'guest'
      ? {
          kind: 'authenticated',
          principal: createPrincipal({ subject: 'guest', permissions: ['dashboard:read'], method: 'guest' }),
          startsSession: true,
        }
      : { kind: 'none' },
};

function makeAuth(options: DoorwardOptions = {}): Promise<Doorward> {
  return createAuth({ token: TOKEN, log: SILENT, schemes: [guests], public: ['/favicon.ico'], ...options }, {});
}

const KINDS = Object.keys(INNER);

function innerApp(kind: string): MountableApp {
  const make = INNER[kind];
  if (make === undefined) throw new Error(`no app of kind ${kind}`);
  return make();
}

describe.each(OUTER)('many apps behind one login on $name', ({ prefix, serve }) => {
  let server: Server;
  let auth: Doorward;
  let http: ReturnType<typeof supertest>;
  let cookie: string;

  beforeAll(async () => {
    auth = await makeAuth();
    let builder = createApp({ auth, log: SILENT })
      .withApp('/', (_req, res) => res.end('home'))
      .withApp('/late', (_req, res) => void setTimeout(() => res.writeHead(201, { 'x-late': '1' }).end('late'), 30));
    for (const kind of KINDS) builder = builder.withApp(`/${kind}`, innerApp(kind), { public: ['/assets/'] });
    builder = builder
      .withApp('/express/deeper', innerApp('node'))
      .withApp('/reports', innerApp('express'), { require: 'reports:read', public: ['/open/'] })
      .withApp('/own-header', innerApp('node'), { authorization: 'app' })
      .withApp(
        '/nested',
        createApp({ auth, log: SILENT })
          .withApp('/', innerApp('node'))
          .withApp('/two', innerApp('koa'), { require: 'reports:read', public: ['/assets/'] })
          .build(),
        { require: 'dashboard:read' },
      );
    server = await serve(builder.build());
    http = supertest(`http://127.0.0.1:${portOf(server)}`);
    const login = await http.post(`${prefix}/auth/login`).type('form').send({ password: TOKEN }).redirects(0);
    cookie = setCookies(login.headers)[0]?.split(';')[0] ?? '';
  });
  afterAll(async () => {
    await stop(server);
    await auth.close();
  });

  const seen = async (path: string): Promise<Seen> =>
    (await http.get(prefix + path).set('cookie', cookie)).body as Seen;

  it.each(KINDS)(
    'one sign-in opens a mounted %s app, which sees its own part of the path and its root path (A54)',
    async (kind) => {
      const body = await seen(`/${kind}/page?x=1&y=%20`);
      expect(body).toMatchObject({ kind, url: '/page?x=1&y=%20' });
      if (body.ownPrefix !== null) expect(body.ownPrefix).toBe(kind === 'koa' ? `/${kind}` : `${prefix}/${kind}`);
      if (kind !== 'fetch')
        expect(body).toMatchObject({
          name: 'token',
          rootPath: `${prefix}/${kind}`,
          settings: `${prefix}/${kind}/settings`,
        });
    },
  );

  it('asks the app of the longest prefix, at the end of a segment only (P12, P17)', async () => {
    expect(await seen('/express/deeper/x')).toMatchObject({
      kind: 'node',
      url: '/x',
      rootPath: `${prefix}/express/deeper`,
    });
    expect(await seen('/express/deep')).toMatchObject({ kind: 'express', url: '/deep' });
    expect((await http.get(`${prefix}/expressx/y`).set('cookie', cookie)).text).toBe('home');
    expect((await http.get(`${prefix}/`).set('cookie', cookie)).text).toBe('home');
    expect(await seen('/nested/two/x')).toMatchObject({ kind: 'koa', url: '/x', rootPath: `${prefix}/nested/two` });
  });

  it('waits for an app that answers later', async () => {
    const response = await http.get(`${prefix}/late/x`).set('cookie', cookie);
    expect([response.status, response.headers['x-late'], response.text]).toEqual([201, '1', 'late']);
  });

  it('redirects a prefix without slash to the one with it, query kept, for members only (A54)', async () => {
    for (const kind of KINDS) {
      const response = await http.get(`${prefix}/${kind}?x=1`).set('cookie', cookie).redirects(0);
      expect([kind, response.status, response.headers['location']]).toEqual([kind, 307, `${prefix}/${kind}/?x=1`]);
      expect((await http.get(`${prefix}/${kind}`)).status).toBe(401);
    }
  });

  it('stops a stranger before any of the apps (A55)', async () => {
    for (const path of [
      '/',
      ...KINDS.map((kind) => `/${kind}/`),
      ...KINDS.map((kind) => `/${kind}/app.js`),
      '/express/deeper/x',
      '/nested/',
      '/nested/two/x',
      '/unknown',
    ]) {
      const api = await http.get(prefix + path);
      expect([path, api.status]).toEqual([path, 401]);
      const page = await http
        .get(prefix + path)
        .set(PAGE)
        .redirects(0);
      expect([page.status, page.headers['location']?.startsWith(`${prefix}/auth/login`)]).toEqual([303, true]);
    }
  });

  it('opens what an app declares public, in that app alone (A55)', async () => {
    for (const kind of KINDS)
      expect([kind, (await http.get(`${prefix}/${kind}/assets/a.js`)).status]).toEqual([kind, 200]);
    for (const path of [
      '/assets/a.js',
      '/nested/assets/a.js',
      '/express/deeper/assets/a.js',
      '/own-header/assets/a.js',
    ]) {
      expect([path, (await http.get(prefix + path)).status]).toEqual([path, 401]);
    }
    expect((await http.get(`${prefix}/nested/two/assets/a.js`)).status).toBe(200);
    expect((await http.get(`${prefix}/favicon.ico`)).status).toBe(200);
  });

  it('demands what a mount demands, with a 403 page and no way round (A90)', async () => {
    const asGuest = { authorization: 'Bearer guest' };
    expect((await http.get(`${prefix}/express/`).set(asGuest)).status).toBe(200);
    expect((await http.get(`${prefix}/nested/x`).set(asGuest)).status).toBe(200);
    for (const path of ['/reports/', '/reports/x', '/nested/two/x']) {
      const response = await http.get(prefix + path).set(asGuest);
      expect([path, response.status, response.body.detail]).toEqual([
        path,
        403,
        'This needs the permission reports:read.',
      ]);
    }
    const page = await http
      .get(`${prefix}/reports/`)
      .set({ ...PAGE, ...asGuest })
      .redirects(0);
    expect([page.status, page.headers['content-type']]).toEqual([403, 'text/html; charset=utf-8']);
    expect((await http.get(`${prefix}/reports/open/x`).set(asGuest)).status).toBe(200);
    expect((await http.get(`${prefix}/reports/open/x`)).status).toBe(200);
    expect((await seen('/reports/x')).kind).toBe('express');
  });

  it('leaves Authorization to an app that reads it itself', async () => {
    const response = await http.get(`${prefix}/own-header/x`).set({ cookie, authorization: 'Token of-the-app' });
    expect(response.body).toMatchObject({ kind: 'node', name: 'token' });
    expect((await http.get(`${prefix}/own-header/x`).set('authorization', `Bearer ${TOKEN}`)).status).toBe(401);
    expect((await http.get(`${prefix}/express/x`).set({ cookie, authorization: 'Token of-the-app' })).status).toBe(401);
  });

  it('never lets a spelling reach one app under the rules of another (P8, P6, P14)', async () => {
    const asGuest = ['Authorization: Bearer guest'];
    const spellings = [
      ...Array.from(
        'reports',
        (letter, i) => `/${'reports'.slice(0, i)}%${letter.charCodeAt(0).toString(16)}${'reports'.slice(i + 1)}/x`,
      ),
      '/express/../reports/x',
      '/express/%2e%2e/reports/x',
      '/express/..%2freports/x',
      '/express/..;/reports/x',
      '//reports/x',
      '/reports%2fx',
      '/reports;a/x',
      '/./reports/x',
      '/express\\..\\reports/x',
      '/reports/open/../x',
      '/reports/open/%2e%2e/x',
    ];
    for (const spelling of spellings) {
      const response = await rawRequest(portOf(server), { target: prefix + spelling, headers: asGuest });
      expect([spelling, response.status]).toEqual([spelling, 400]);
    }
  });

  it('survives apps that throw (F43)', async () => {
    for (const kind of KINDS) {
      const response = await http.get(`${prefix}/${kind}/fail`).set('cookie', cookie);
      expect([kind, response.status]).toEqual([kind, 500]);
    }
    expect((await seen('/express/x')).kind).toBe('express');
  });

  it('answers our own endpoints above all mounts', async () => {
    const login = await http.get(`${prefix}/auth/login`).set(PAGE);
    expect([login.status, login.text.includes(`action="${prefix}/auth/login"`)]).toEqual([200, true]);
  });

  it('exchanges a token in the address of any app (A46)', async () => {
    const response = await http.get(`${prefix}/koa/page?a=1&access_token=${TOKEN}`).set(PAGE).redirects(0);
    expect([response.status, response.headers['location']]).toEqual([303, `${prefix}/koa/page?a=1`]);
    const script = await http.get(`${prefix}/node/page?a=1&access_token=${TOKEN}`);
    expect(script.body).toMatchObject({ url: '/page?a=1' });
  });

  it('passes bodies on byte for byte', async () => {
    const response = await http
      .post(`${prefix}/express/x`)
      .set('authorization', `Bearer ${TOKEN}`)
      .send('x'.repeat(100_000));
    expect(response.status).toBe(200);
  });
});

describe('what cannot be mounted stops the start', () => {
  it.each([
    ['/a b', (_req: unknown, _res: unknown) => undefined, 'node/mount-invalid'],
    ['/a/../b', (_req: unknown, _res: unknown) => undefined, 'node/mount-invalid'],
    ['/a//b', (_req: unknown, _res: unknown) => undefined, 'node/mount-invalid'],
    ['/a', () => undefined, 'node/app-unknown'],
    ['/a', 42, 'node/app-unknown'],
    ['/a', {}, 'node/app-unknown'],
  ])('%s', async (prefix, app, code) => {
    const auth = await makeAuth();
    expect(() =>
      createApp({ auth })
        .withApp(prefix, app as never)
        .build(),
    ).toThrow(expect.objectContaining({ code }));
    await auth.close();
  });

  it('two apps at one prefix', async () => {
    const auth = await makeAuth();
    const app = (_req: unknown, _res: unknown): undefined => undefined;
    expect(() =>
      createApp({ auth })
        .withApp('/a', app as never)
        .withApp('/a/', app as never)
        .build(),
    ).toThrow(expect.objectContaining({ code: 'node/mount-invalid' }));
    await auth.close();
  });
});
