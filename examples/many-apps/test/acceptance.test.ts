/**
 * The example as its users meet it: a process, its port, a browser. One table for the three frameworks.
 *
 * @see acceptance.md, statements A54 to A56
 */

import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { assertDenied, basic, PAGE, type RawResponse, rawRequest } from '@doorward/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { openLive } from './live-socket.ts';
import { type Framework, type ManyApps, type StartOptions, startInVain, startManyApps } from './many-apps-process.ts';

/** Every path that an app of the site answers, with what stands on it. */
const PATHS: readonly (readonly [path: string, content: string])[] = [
  ['/', 'Three apps, one sign-in'],
  ['/site.css', ':root{'],
  ['/dashboard/', 'Revenue by category'],
  ['/sales/', 'All products'],
  ['/sales/?days=7', 'Sales by product in 7 days'],
  ['/sales/sales.csv', 'product,category,units,revenue'],
  ['/live/', 'Latest orders'],
  ['/live/live.js', 'WebSocket'],
  ['/live/live-view.js', 'export function draw'],
];

const FORM = ['Content-Type: application/x-www-form-urlencoded', 'Sec-Fetch-Site: same-origin'];

describe.each<Framework>(['express', 'koa', 'hono'])('many apps on %s', (framework) => {
  const running: ManyApps[] = [];
  let server: ManyApps;
  let port: number;

  async function start(options: StartOptions = {}): Promise<ManyApps> {
    const started = await startManyApps(framework, options);
    running.push(started);
    return started;
  }

  /** A session of its own, as `name=value`. */
  async function signIn({ port, token }: ManyApps = server): Promise<string> {
    const answer = await ask(port, `/?access_token=${token}`, PAGE);
    return cookieOf(answer);
  }

  const signOut = (cookie: string): Promise<RawResponse> =>
    rawRequest(port, { method: 'POST', target: '/auth/logout', headers: [...FORM, `Cookie: ${cookie}`] });

  const asPage = (cookie: string): Record<string, string> => ({ cookie, origin: `http://127.0.0.1:${port}` });

  beforeAll(async () => {
    server = await start();
    ({ port } = server);
  });
  afterAll(() => Promise.all(running.map((one) => one.stop())));

  it('opens all four apps with one sign-in, at any of them (A54)', async () => {
    for (const entry of ['/', '/dashboard/', '/sales/?days=7', '/live/']) {
      const target = `${entry}${entry.includes('?') ? '&' : '?'}access_token=${server.token}`;
      const signedIn = await ask(port, target, PAGE);
      expect([signedIn.status, signedIn.header('location')]).toEqual([303, entry]);
      for (const [path, content] of PATHS) {
        const { status, body } = await ask(port, path, { cookie: cookieOf(signedIn) });
        expect([path, status, body.includes(content)]).toEqual([path, 200, true]);
      }
    }
  });

  it('redirects a prefix to its slash form, query kept, for members only (A54)', async () => {
    const cookie = await signIn();
    for (const prefix of ['/dashboard', '/sales', '/live']) {
      const answer = await ask(port, `${prefix}?days=7`, { ...PAGE, cookie });
      expect([prefix, answer.status, answer.header('location')]).toEqual([prefix, 307, `${prefix}/?days=7`]);
    }
    expect((await ask(port, '/dashboardx', { cookie })).status).toBe(404);
  });

  it('stops strangers at every app, asset and socket (A55, A56)', async () => {
    const routes = [...PATHS.map(([path]) => path), '/dashboard', '/nowhere', '/live/ws', '/dashboard/assets/app.js'];
    await assertDenied({ port, routes, sockets: ['/live/ws', '/', '/dashboard/ws', '/health'] });
  });

  it('leads a stranger through the login and back to the page (A55)', async () => {
    const answer = await ask(port, '/sales/?days=7', PAGE);
    const login = new URL(answer.header('location') ?? '', 'http://here');
    expect([answer.status, login.pathname, login.searchParams.get('next')]).toEqual([
      303,
      '/auth/login',
      '/sales/?days=7',
    ]);
    const body = new URLSearchParams({ password: server.token, next: '/sales/?days=7' }).toString();
    const signedIn = await rawRequest(port, { method: 'POST', target: '/auth/login', headers: FORM, body });
    expect([signedIn.status, signedIn.header('location')]).toEqual([303, '/sales/?days=7']);
  });

  it('answers what stood before the site as before (A62)', async () => {
    const { status, body } = await ask(port, '/health');
    expect([status, JSON.parse(body)]).toEqual([200, { status: 'healthy' }]);
  });

  it('shows on every page who is signed in, and a form that signs out (A54)', async () => {
    const cookie = await signIn();
    for (const path of ['/', '/dashboard/', '/sales/', '/live/', '/nowhere']) {
      const { body, header } = await ask(port, path, { ...PAGE, cookie });
      expect(body).toContain('Signed in as</span> <b>token</b>');
      expect(body).toContain('<form method="post" action="/auth/logout">');
      for (const app of ['/', '/dashboard/', '/sales/', '/live/']) expect(body).toContain(`href="${app}"`);
      expect(body).not.toMatch(/(?:src|href)="(?:https?:)?\/\/| style="|<style/);
      expect(header('content-security-policy')).toContain("default-src 'none'");
      expect(header('cache-control')).toMatch(/private/);
    }
  });

  it('escapes the name that a client gives itself', async () => {
    for (const path of ['/', '/dashboard/', '/sales/', '/live/']) {
      const { body } = await ask(port, path, { authorization: basic('<i>"&', server.token) });
      expect(body).toContain('<b>&#60;i&#62;&#34;&#38;</b>');
      expect(body).not.toContain('action="/auth/logout"');
    }
  });

  it('opens the socket with cookie, query token or header, and knows who came (A56)', async () => {
    const cookie = await signIn();
    const byCookie = await openLive(port, asPage(cookie));
    const byQuery = await openLive(port, {}, `/live/ws?access_token=${server.token}`);
    const byHeader = await openLive(port, { authorization: basic('ada', server.token) });
    expect([byCookie, byQuery, byHeader].map(({ first }) => first.user)).toEqual(['token', 'token', 'ada']);
    expect(byCookie.first.ticks.length).toBeGreaterThan(60);
    const { ticks } = await byCookie.next();
    expect(ticks).toEqual([{ at: expect.any(Number), visitors: expect.any(Number), order: ticks[0]?.order }]);
  });

  it('opens no socket for a page of another site, and none where no app has one (A56)', async () => {
    const cookie = await signIn();
    await expect(openLive(port, { cookie, origin: 'https://evil.example' })).rejects.toThrow(/403$/);
    await expect(openLive(port, asPage(cookie), '/dashboard/ws')).rejects.toThrow(/404$/);
    await expect(openLive(port, asPage(cookie), '/live/other')).rejects.toThrow(/400$/);
    expect((await ask(port, '/live/ws', { cookie })).status).toBe(426);
  });

  it('closes the sockets of a session with 1008 when it is signed out, and no others (A56)', async () => {
    const cookie = await signIn();
    const sockets = [await openLive(port, asPage(cookie)), await openLive(port, asPage(cookie))];
    const other = await openLive(port, asPage(await signIn()));
    const answer = await signOut(cookie);
    expect([answer.status, answer.header('location')]).toEqual([204, undefined]);
    for (const { closed } of sockets) expect(await closed).toEqual({ code: 1008, reason: 'signed out' });
    expect(await Promise.race([other.closed, other.next()])).toHaveProperty('ticks');
    await expect(openLive(port, asPage(cookie))).rejects.toThrow(/401$/);
    for (const [path] of PATHS) expect((await ask(port, path, { cookie })).status).toBe(401);
  });

  it('closes the socket with 1008 when the session is over its limit (A56)', async () => {
    const brief = await start({ env: { DOORWARD_SESSION_ABSOLUTE_SECONDS: '2', DOORWARD_SESSION_IDLE_SECONDS: '2' } });
    const cookie = await signIn(brief);
    const { closed } = await openLive(brief.port, { cookie, origin: `http://127.0.0.1:${brief.port}` });
    expect(await closed).toEqual({ code: 1008, reason: 'signed out' });
  });

  it('keeps links, forms, redirects and the socket below a base path (A61)', async () => {
    const below = await start({ env: { DOORWARD_BASE_PATH: '/shop' } });
    expect(below.readyUrl).toBe(`http://127.0.0.1:${below.port}/shop/`);
    expect(below.openUrl).toBe(`http://127.0.0.1:${below.port}/shop/?access_token=${below.token}`);
    const cookie = cookieOf(await ask(below.port, `/shop/?access_token=${below.token}`, PAGE));
    for (const path of ['/shop/', '/shop/dashboard/', '/shop/sales/', '/shop/live/']) {
      const { status, body } = await ask(below.port, path, { ...PAGE, cookie });
      expect([path, status]).toEqual([path, 200]);
      expect(body.match(/(?:href|src|action|data-socket)="\/(?!shop\/)[^"]*/g)).toBeNull();
    }
    const redirect = await ask(below.port, '/shop/sales', { ...PAGE, cookie });
    expect(redirect.header('location')).toBe('/shop/sales/');
    const origin = `http://127.0.0.1:${below.port}`;
    expect((await openLive(below.port, { cookie, origin }, '/shop/live/ws')).first.user).toBe('token');
  });

  describe('the start', () => {
    it('prints where it is ready, and the made token once, in the address that signs in (A52)', async () => {
      const started = await start();
      const { stdout, stderr } = await started.stop();
      expect(stdout).toContain(`ready http://127.0.0.1:${started.port}/\n`);
      expect(stdout).toContain(`open http://127.0.0.1:${started.port}/?access_token=${started.token}\n`);
      expect(stdout.split(started.token)).toHaveLength(2);
      expect(started.token).toMatch(/^[\w-]{22,}$/);
      expect(stderr).toBe('');
    });

    it('uses a given token, and prints it nowhere (A52)', async () => {
      const given = 'sup3r-s3cr3t';
      const started = await start({ env: { DOORWARD_TOKEN: given } });
      expect((await ask(started.port, '/dashboard/', { authorization: `Bearer ${given}` })).status).toBe(200);
      const { stdout, stderr } = await started.stop();
      expect(stdout + stderr).not.toContain(given);
    });

    const refusals: [string, StartOptions, number, RegExp][] = [
      ['a flag that it does not have', { flags: ['--token', 'x'] }, 2, /'--token'.*--help/],
      ['a file', { flags: ['site.ts'] }, 2, /'site\.ts'.*--help/],
      ['a port that is none', { flags: ['--port', '70000'] }, 2, /^--port 70000: write a number.*--help/],
      ['a PORT that is none', { env: { PORT: 'http' } }, 2, /^PORT http: write a number.*--help/],
      ['a short token', { env: { DOORWARD_TOKEN: 'short' } }, 1, /did not start.*token.*8 characters/],
      [
        'no login for the network',
        { flags: ['--host', '0.0.0.0'], env: { DOORWARD_AUTH: 'off' } },
        1,
        /beyond this machine/,
      ],
      [
        'an address that is none',
        { flags: ['--host', 'nowhere.invalid'] },
        1,
        /did not start.*nowhere\.invalid.*--host/,
      ],
    ];
    it.each(refusals)('stops at %s with one line that says why', async (_what, options, code, line) => {
      const ended = await startInVain(framework, options);
      const lines = ended.stderr
        .trimEnd()
        .split('\n')
        .filter((text) => !/authentication is off/.test(text));
      expect([ended.code, lines]).toEqual([code, [expect.stringMatching(line)]]);
      expect(ended.stdout).not.toMatch(/^ready /m);
    });

    it('says when the port is taken', async () => {
      const other = createServer();
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
      const taken = String((other.address() as AddressInfo).port);
      const { code, stderr } = await startInVain(framework, { env: { PORT: taken } });
      await new Promise((resolve) => other.close(resolve));
      expect(code).toBe(1);
      expect(stderr).toMatch(new RegExp(`^The server did not start.*${taken} \\(EADDRINUSE\\).*--port`));
    });

    it('explains every flag with --help', async () => {
      const { code, stdout, stderr } = await startInVain(framework, { flags: ['--help'] });
      expect([code, stderr]).toEqual([0, '']);
      for (const flag of ['--headless', '--host', '--port', '--help']) expect(stdout).toContain(`  ${flag} `);
    });

    it.each<NodeJS.Signals>(['SIGINT', 'SIGTERM'])('closes its sockets and ends with code 0 at %s', async (signal) => {
      const started = await start();
      const { closed } = await openLive(started.port, { authorization: `Bearer ${started.token}` });
      const { code, stderr } = await started.stop(signal);
      expect([code, stderr, (await closed).code]).toEqual([0, '', 1001]);
    });
  });
});

/** One GET, no redirect followed. */
function ask(port: number, target: string, headers: Readonly<Record<string, string>> = {}): Promise<RawResponse> {
  return rawRequest(port, { target, headers: Object.entries(headers).map(([name, value]) => `${name}: ${value}`) });
}

function cookieOf(answer: RawResponse): string {
  const [cookie = ''] = answer.all('set-cookie');
  expect(cookie).not.toBe('');
  return cookie.split(';', 1)[0] ?? '';
}
