/**
 * The example as its users meet it: a process, its output, its port. One table for the three frameworks.
 *
 * @see acceptance.md, statements A44 to A62
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { basic, FORM, PAGE, postLogin, SCRIPT, send, upgrade } from './http-client.ts';
import {
  type Framework,
  type NotebookProcess,
  type StartOptions,
  startInVain,
  startNotebook,
} from './notebook-process.ts';
import { startProxy } from './renaming-proxy.ts';
import { hasTerminal, startOnTerminal } from './terminal.ts';

const DEEP_LINK = '/notebook?file=sales%2F2024%20report.py&view=code';
const GIVEN = 'sup3r-s3cr3t';

/** Without util-linux's `script` there is no terminal to be had: a visible skip, or a failure with DOORWARD_REQUIRE=all. */
const itOnTerminal = hasTerminal || process.env['DOORWARD_REQUIRE'] === 'all' ? it : it.skip;

const folder = mkdtempSync(join(tmpdir(), 'notebook-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fileWith(name: string, content: string): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

describe.each<Framework>(['express', 'koa', 'hono'])('notebook server on %s', (framework) => {
  const running: NotebookProcess[] = [];
  let server: NotebookProcess;
  let port: number;
  let token: string;

  async function start(options: StartOptions = {}): Promise<NotebookProcess> {
    const started = await startNotebook(framework, options);
    running.push(started);
    return started;
  }

  /** A session of its own, as `name=value`. */
  async function signIn(on: { port: number; token: string } = server, path = '/'): Promise<string> {
    const answer = await send(on.port, `${path}?access_token=${on.token}`, { headers: PAGE });
    expect(answer.cookies).toHaveLength(1);
    return answer.cookies[0] ?? '';
  }

  const userOf = async (headers: Record<string, string>, path = '/api/status'): Promise<unknown> => {
    const answer = await send(port, path, { headers: { ...SCRIPT, ...headers } });
    expect(answer.status).toBe(200);
    return (JSON.parse(answer.body) as { user: unknown }).user;
  };

  beforeAll(async () => {
    server = await start();
    ({ port, token } = server);
  });
  afterAll(() => Promise.all(running.map((one) => one.stop())));

  describe('the way in', () => {
    it('redirects a page to the login page with its path and query in a relative next (A44)', async () => {
      for (const headers of [PAGE, { accept: 'text/html,application/xhtml+xml' }]) {
        const answer = await send(port, DEEP_LINK, { headers });
        expect(answer.status).toBe(303);
        expect(answer.headers.location).toMatch(/^\/auth\/login\?next=/);
        expect(nextOf(answer.headers.location)).toBe(DEEP_LINK);
        expect(answer.headers['cache-control']).toBe('no-store');
      }
    });

    it('never keeps a token in next (A44, A47)', async () => {
      const answer = await send(port, '/notebook?file=a&access_token=wrong-token-1', { headers: PAGE });
      expect(answer.status).toBe(303);
      expect(answer.headers.location).not.toContain('wrong-token-1');
      expect(nextOf(answer.headers.location)).toBe('/notebook?file=a');
    });

    it('shows a login page with one password field, not to be framed or sniffed (A45)', async () => {
      const answer = await send(port, `/auth/login?next=${encodeURIComponent(DEEP_LINK)}`, { headers: PAGE });
      expect(answer.status).toBe(200);
      expect(answer.headers['content-type']).toMatch(/^text\/html/);
      expect(answer.body.match(/type="password"/g)).toHaveLength(1);
      expect(answer.body).toContain('action="/auth/login"');
      expect(answer.headers['x-frame-options']).toBe('DENY');
      expect(answer.headers['content-security-policy']).toContain("frame-ancestors 'none'");
      expect(answer.headers['x-content-type-options']).toBe('nosniff');
      expect(answer.headers['cache-control']).toBe('no-store');
    });

    it('takes the right token in the form, sets a cookie and goes to next (A45, A102)', async () => {
      const answer = await postLogin(port, { password: token, next: DEEP_LINK });
      expect(answer.status).toBe(303);
      expect(answer.headers.location).toBe(DEEP_LINK);
      expect(answer.headers['set-cookie']?.[0]).toMatch(/; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/);
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(answer.headers['referrer-policy']).toBe('no-referrer');
      const page = await send(port, DEEP_LINK, { headers: { ...PAGE, cookie: answer.cookies[0] ?? '' } });
      expect(page.status).toBe(200);
      expect(page.body).toContain('sales/2024 report.py');
    });

    it('answers a wrong token with an error, no cookie, and keeps next (A45)', async () => {
      const answer = await postLogin(port, { password: 'wrong-token-2', next: '/notebook?file=a' });
      expect(answer.headers['content-type']).toMatch(/^text\/html/);
      expect(answer.body).toContain('role="alert"');
      expect(answer.body).toMatch(/name="next" value="\/notebook\?file=a"/);
      expect(answer.body).not.toContain('wrong-token-2');
      expect(answer.cookies).toEqual([]);
    });

    it.each(['/', DEEP_LINK, '/ws', '/nowhere?x=%2F&y='])(
      'takes access_token on %s, and redirects to the same address without it (A46, A102)',
      async (path) => {
        const joint = path.includes('?') ? '&' : '?';
        const answer = await send(port, `${path}${joint}access_token=${token}`, { headers: PAGE });
        expect(answer.status).toBe(303);
        expect(answer.headers.location).toBe(path);
        expect(answer.cookies).toHaveLength(1);
        expect(answer.headers['cache-control']).toBe('no-store');
        expect(answer.headers['referrer-policy']).toBe('no-referrer');
      },
    );

    it('keeps the parameters on both sides of access_token (A46)', async () => {
      const answer = await send(port, `/notebook?a=1&access_token=${token}&file=b%26c`, { headers: PAGE });
      expect(answer.headers.location).toBe('/notebook?a=1&file=b%26c');
    });

    it.each(['//evil.example/', '/\\evil.example/', '///evil.example'])(
      'never leaves this host from %s (A46)',
      async (path) => {
        const answer = await send(port, `${path}?access_token=${token}`, { headers: PAGE });
        expect(answer.status).toBeGreaterThanOrEqual(300);
        expect(answer.headers.location ?? '/').toMatch(/^\/(?![/\\])/);
      },
    );

    it('lets access_token through for a script too, for this request alone (A46, A51)', async () => {
      const answer = await send(port, `/api/status?access_token=${token}`, { headers: SCRIPT });
      expect(answer.status).toBe(200);
      expect(answer.cookies).toEqual([]);
    });

    it('does not let a wrong access_token in, not even beside a good cookie (A47, A99)', async () => {
      const page = await send(port, '/?access_token=wrong-token-3', { headers: PAGE });
      expect(page.status).toBe(303);
      expect(page.headers.location).toMatch(/^\/auth\/login\?/);
      expect(page.cookies).toEqual([]);
      const cookie = await signIn();
      const script = await send(port, '/api/status?access_token=wrong-token-3', { headers: { ...SCRIPT, cookie } });
      expect(script.status).toBe(401);
    });

    it('takes Basic with any name, which becomes the name of the user (A48, A57)', async () => {
      for (const name of ['ada', 'Zoë Ω', '']) {
        const user = await userOf({ authorization: basic(name, token) });
        expect(user).toEqual({ name: name === '' ? 'token' : name, isAuthenticated: true, method: 'token' });
      }
    });

    it.each([
      ['wrong', basic('ada', 'wrong-token-4')],
      ['not base64', 'Basic %%%'],
      ['without a colon', `Basic ${Buffer.from('ada').toString('base64')}`],
      ['empty', 'Basic '],
      ['not UTF-8', `Basic ${Buffer.from([0x61, 0x3a, 0xff, 0xfe]).toString('base64')}`],
      ['with NUL', basic('a\0da', 'x')],
      ['oversized', basic('ada', 'x'.repeat(7_000))],
    ])('answers Basic that is %s with 401 (A48, A101)', async (_what, authorization) => {
      const answer = await send(port, '/api/status', { headers: { ...SCRIPT, authorization } });
      expect(answer.status).toBe(401);
      expect(answer.headers['www-authenticate']).toBeDefined();
    });

    it('takes Bearer, and no wrong one (A49)', async () => {
      expect(await userOf({ authorization: `Bearer ${token}` })).toMatchObject({ isAuthenticated: true });
      const answer = await send(port, '/api/status', { headers: { ...SCRIPT, authorization: 'Bearer wrong-token-5' } });
      expect(answer.status).toBe(401);
    });

    it('answers 4xx to doubled headers and oversized cookies (A101)', async () => {
      const doubled = await send(port, '/api/status', {
        headers: { ...SCRIPT, authorization: [`Bearer ${token}`, 'Bearer wrong-token-6'] },
      });
      const oversized = await send(port, '/api/status', {
        headers: { ...SCRIPT, cookie: `doorward_x=${'x'.repeat(9_000)}` },
      });
      expect([doubled.status, oversized.status]).toEqual([400, 401]);
    });

    it('answers a script with 401 JSON and no Basic challenge, never with a redirect (A50)', async () => {
      for (const path of ['/', '/api/status', '/ws', '/nowhere']) {
        const answer = await send(port, path, { headers: SCRIPT });
        expect(answer.status).toBe(401);
        expect(answer.headers['content-type']).toBe('application/problem+json');
        expect(JSON.parse(answer.body)).toMatchObject({ status: 401, login: '/auth/login' });
        expect(answer.headers['www-authenticate']).toMatch(/^Bearer /);
        expect(answer.headers['www-authenticate']).not.toMatch(/Basic/i);
      }
    });
  });

  describe('the session', () => {
    it('is enough alone after a page was opened with access_token (A51)', async () => {
      const cookie = await signIn();
      expect(await userOf({ cookie })).toMatchObject({ name: 'token', isAuthenticated: true });
    });

    it('is enough alone after a page was opened with Basic, and keeps the name (A51, A57)', async () => {
      const page = await send(port, '/', { headers: { ...PAGE, authorization: basic('ada', token) } });
      expect(page.status).toBe(200);
      expect(page.body).toContain('Signed in as <b>ada</b>');
      expect(page.headers['cache-control']).toBe('no-store');
      expect(await userOf({ cookie: page.cookies[0] ?? '' })).toMatchObject({ name: 'ada', isAuthenticated: true });
    });

    it('is not made by the header of a script (A51)', async () => {
      for (const headers of [
        SCRIPT,
        { accept: '*/*' },
        { ...PAGE, 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' },
      ]) {
        const answer = await send(port, '/api/status', { headers: { ...headers, authorization: `Bearer ${token}` } });
        expect(answer.status).toBe(200);
        expect(answer.cookies).toEqual([]);
      }
    });

    it('has a cookie without the token, and ends on the server at sign-out (A60)', async () => {
      const cookie = await signIn();
      expect(decodeURIComponent(cookie)).not.toContain(token);
      expect(Buffer.from(cookie.split('=')[1] ?? '', 'base64').toString('latin1')).not.toContain(token);
      const answer = await send(port, '/auth/logout', { method: 'POST', headers: { ...FORM, cookie } });
      expect(answer.status).toBe(303);
      expect(answer.headers.location).toMatch(/^\/auth\/login\b/);
      expect(answer.headers['set-cookie']?.[0]).toMatch(/=; Path=\/; Max-Age=0/);
      expect(answer.headers['cache-control']).toBe('no-store');
      const replayed = await send(port, '/api/status', { headers: { ...SCRIPT, cookie } });
      expect(replayed.status).toBe(401);
    });

    it('is not ended by a form of another site (A60)', async () => {
      const cookie = await signIn();
      const forged = { ...FORM, 'sec-fetch-site': 'cross-site', origin: 'https://evil.example', cookie };
      expect((await send(port, '/auth/logout', { method: 'POST', headers: forged })).status).toBe(403);
      expect(await userOf({ cookie })).toMatchObject({ isAuthenticated: true });
    });

    it.each([
      '//evil.example',
      '///evil.example',
      'https:evil.example',
      'https://evil.example',
      '/\\evil.example',
      '%2f%2fevil.example',
      '@evil.example',
      'javascript:alert(1)',
      '/\t/evil.example',
      '/auth/logout',
    ])('ends on the start page when next is %j (A58)', async (next) => {
      const inBody = await postLogin(port, { password: token, next });
      expect([inBody.status, inBody.headers.location]).toEqual([303, '/']);
      const inQuery = await postLogin(
        port,
        { password: token },
        { path: `/auth/login?next=${encodeURIComponent(next)}` },
      );
      expect([inQuery.status, inQuery.headers.location]).toEqual([303, '/']);
      const page = await send(port, `/auth/login?next=${encodeURIComponent(next)}`, { headers: PAGE });
      expect(page.body).not.toContain('name="next"');
    });

    it('has a cookie of another name on a second server (A59)', async () => {
      const [other, below] = await Promise.all([start(), start({ flags: ['--base-url', '/nb'] })]);
      const cookies = await Promise.all([signIn(), signIn(other), signIn(below, '/nb/')]);
      expect(new Set(cookies.map((cookie) => cookie.split('=')[0])).size).toBe(3);
    });
  });

  describe('the server behind it', () => {
    it('answers /health to everybody (A62)', async () => {
      for (const headers of [{}, PAGE, { ...SCRIPT, cookie: 'doorward_x=stale' }]) {
        const answer = await send(port, '/health', { headers });
        expect([answer.status, JSON.parse(answer.body)]).toEqual([200, { status: 'healthy' }]);
        expect(answer.headers['content-type']).toMatch(/^application\/json/);
      }
      expect((await send(port, '/healthy', { headers: SCRIPT })).status).toBe(401);
      expect((await send(port, '/health', { method: 'POST', headers: SCRIPT })).status).toBe(401);
    });

    it('shows on its page who is signed in, and a form that signs out (A57, A60)', async () => {
      const cookie = await signIn();
      const page = await send(port, '/', { headers: { ...PAGE, cookie } });
      expect(page.status).toBe(200);
      expect(page.headers['content-type']).toMatch(/^text\/html; *charset=utf-8/i);
      expect(page.body).toContain('Signed in as <b>token</b>');
      expect(page.body).toContain('<form method="post" action="/auth/logout">');
      expect(page.body).toContain('href="/api/status"');
      expect(page.body).not.toMatch(/(?:src|href)="(?:https?:)?\/\//);
      expect(page.headers['cache-control']).toMatch(/private/);
    });

    it('escapes what the client names', async () => {
      const page = await send(port, '/notebook?file=%3Cscript%3E', {
        headers: { ...PAGE, authorization: basic('<i>"&', token) },
      });
      expect(page.body).not.toMatch(/<script|<i>"/);
      expect(page.body).toContain('&#60;script&#62;');
    });

    it.each(['/ws', '/', '/health', '/nowhere'])(
      'refuses an upgrade of %s with 401, signed in or not',
      async (path) => {
        const own = { origin: `http://127.0.0.1:${port}`, cookie: await signIn() };
        for (const headers of [
          {},
          own,
          { authorization: `Bearer ${token}` },
          { authorization: 'Bearer wrong-token-7' },
        ]) {
          const answer = await upgrade(port, path, headers);
          expect([answer.status, answer.cookies]).toEqual([401, []]);
          expect(answer.headers['www-authenticate']).toBeDefined();
        }
        expect((await upgrade(port, `${path}?access_token=${token}`)).status).toBe(401);
      },
    );

    it('opens no socket on the login page, or for a page of another site', async () => {
      const foreign = { origin: 'https://evil.example', cookie: await signIn() };
      for (const answer of [await upgrade(port, '/auth/login'), await upgrade(port, '/ws', foreign)]) {
        expect([400, 401, 403]).toContain(answer.status);
      }
    });

    it('guards a plain GET of /ws', async () => {
      const cookie = await signIn();
      expect((await send(port, '/ws', { headers: SCRIPT })).status).toBe(401);
      expect((await send(port, '/ws', { headers: { ...SCRIPT, cookie } })).status).toBe(426);
    });
  });

  describe('below --base-url', () => {
    let below: NotebookProcess;
    beforeAll(async () => {
      below = await start({ flags: ['--base-url', '/nb'] });
    });

    it('prints addresses with the prefix (A61)', () => {
      expect(below.readyUrl).toBe(`http://127.0.0.1:${below.port}/nb/`);
      expect(below.openUrl).toBe(`http://127.0.0.1:${below.port}/nb/?access_token=${below.token}`);
    });

    it('keeps redirects, form action, cookie path and links below the prefix (A61)', async () => {
      const redirect = await send(below.port, `/nb${DEEP_LINK}`, { headers: PAGE });
      expect(redirect.headers.location).toMatch(/^\/nb\/auth\/login\?next=/);
      expect(nextOf(redirect.headers.location)).toBe(`/nb${DEEP_LINK}`);
      const page = await send(below.port, redirect.headers.location ?? '', { headers: PAGE });
      expect(page.body).toContain('action="/nb/auth/login"');
      const signedIn = await postLogin(below.port, { password: below.token }, { path: '/nb/auth/login' });
      expect(signedIn.headers.location).toBe('/nb/');
      expect(signedIn.headers['set-cookie']?.[0]).toContain('; Path=/nb;');
      const notebook = await send(below.port, '/nb/', { headers: { ...PAGE, cookie: signedIn.cookies[0] ?? '' } });
      expect(notebook.status).toBe(200);
      expect(notebook.body).toContain('action="/nb/auth/logout"');
      expect(notebook.body).toContain('href="/nb/api/status"');
      expect(notebook.body).not.toMatch(/(?:href|action)="\/(?!nb\/)/);
    });

    it('answers with and without the last slash, and has health below the prefix only (A61, A62)', async () => {
      const cookie = await signIn(below, '/nb/');
      for (const path of ['/nb', '/nb/']) {
        expect((await send(below.port, path, { headers: { ...PAGE, cookie } })).status).toBe(200);
      }
      expect((await send(below.port, '/nb/health')).status).toBe(200);
      expect((await send(below.port, '/health')).status).toBe(401);
    });

    it('signs in behind a proxy that changes Host (A61)', async () => {
      const proxy = await startProxy(below.port);
      try {
        const headers = { host: 'notebooks.example' };
        const redirect = await send(proxy.port, `/nb${DEEP_LINK}`, { headers: { ...PAGE, ...headers } });
        expect(redirect.headers.location).toMatch(/^\/nb\/auth\/login\?next=/);
        const login = { password: below.token, next: `/nb${DEEP_LINK}` };
        const own = { ...headers, origin: 'https://notebooks.example' };
        const signedIn = await postLogin(proxy.port, login, { path: '/nb/auth/login', headers: own });
        expect([signedIn.status, signedIn.headers.location]).toEqual([303, `/nb${DEEP_LINK}`]);
        const cookie = signedIn.cookies[0] ?? '';
        expect((await send(proxy.port, `/nb${DEEP_LINK}`, { headers: { ...PAGE, ...headers, cookie } })).status).toBe(
          200,
        );
        const token = await send(proxy.port, `/nb/?access_token=${below.token}`, { headers: { ...PAGE, ...headers } });
        expect(token.headers.location).toBe('/nb/');
      } finally {
        await proxy.close();
      }
    });

    it('takes the prefix and the public address from the environment as well (A61)', async () => {
      const env = { DOORWARD_PUBLIC_URL: 'https://notebooks.example/nb', DOORWARD_BASE_PATH: '/' };
      const stripped = await start({ env });
      expect(stripped.readyUrl).toBe(`http://127.0.0.1:${stripped.port}/`);
      expect(stripped.openUrl).toBe(`https://notebooks.example/nb/?access_token=${stripped.token}`);
      const signedIn = await postLogin(
        stripped.port,
        { password: stripped.token },
        {
          headers: { 'sec-fetch-site': '', origin: 'https://notebooks.example' },
        },
      );
      expect(signedIn.headers.location).toBe('/nb/');
      expect(signedIn.headers['set-cookie']?.[0]).toMatch(/; Path=\/nb; .*; Secure/);
      const page = await send(stripped.port, '/', { headers: { ...PAGE, cookie: signedIn.cookies[0] ?? '' } });
      expect(page.body).toContain('action="/nb/auth/logout"');
    });
  });

  describe('the start', () => {
    it('prints one ready line, and the made token once, in the address that signs in (A52)', async () => {
      const lines = server.printed().trimEnd().split('\n');
      expect(lines.toSorted()).toEqual([
        `open http://127.0.0.1:${port}/?access_token=${token}`,
        `ready http://127.0.0.1:${port}/`,
      ]);
      expect(token).toMatch(/^[\w-]{22,}$/);
      const opened = await send(port, new URL(server.openUrl).pathname + new URL(server.openUrl).search, {
        headers: PAGE,
      });
      expect([opened.status, opened.headers.location]).toEqual([303, '/']);
    });

    it('makes another token for each process (A52)', async () => {
      expect((await start()).token).not.toBe(token);
    });

    const givenTokens: [string, () => StartOptions][] = [
      ['--token-password', () => ({ flags: ['--token-password', GIVEN] })],
      ['--token-password=', () => ({ flags: [`--token-password=${GIVEN}`] })],
      ['--token with --token-password, as marimo has it', () => ({ flags: ['--token', '--token-password', GIVEN] })],
      [
        '--token-password-file, trimmed',
        () => ({ flags: ['--token-password-file', fileWith('token', `\n  ${GIVEN}\r\n`)] }),
      ],
      ['standard input', () => ({ flags: ['--token-password-file', '-'], stdin: `${GIVEN}\n` })],
      [
        'standard input that comes late',
        () => ({ flags: ['--token-password-file', '-'], stdin: `${GIVEN}\n`, stdinDelayMs: 500 }),
      ],
      ['DOORWARD_TOKEN', () => ({ env: { DOORWARD_TOKEN: GIVEN } })],
      ['DOORWARD_TOKEN_FILE', () => ({ env: { DOORWARD_TOKEN_FILE: fileWith('token-env', `${GIVEN}\n`) } })],
      [
        'a flag, which wins over DOORWARD_TOKEN',
        () => ({ flags: ['--token-password', GIVEN], env: { DOORWARD_TOKEN: 'another-token' } }),
      ],
      [
        'a file, which wins over DOORWARD_TOKEN',
        () => ({
          flags: ['--token-password-file', fileWith('token-2', GIVEN)],
          env: { DOORWARD_TOKEN: 'another-token' },
        }),
      ],
    ];
    it.each(givenTokens)('uses a token given by %s exactly, and prints it nowhere (A52)', async (_how, options) => {
      const started = await start(options());
      const status = async (password: string): Promise<number> =>
        (await send(started.port, '/api/status', { headers: { ...SCRIPT, authorization: basic('ada', password) } }))
          .status;
      expect([await status(GIVEN), await status(` ${GIVEN}`), await status('another-token')]).toEqual([200, 401, 401]);
      const { stdout, stderr } = await started.stop();
      expect(stdout + stderr).toBe(`ready http://127.0.0.1:${started.port}/\n`);
    });

    it('lets everybody in with --no-token, and says so (A52)', async () => {
      const open = await start({ flags: ['--no-token'] });
      const page = await send(open.port, DEEP_LINK, { headers: PAGE });
      expect(page.status).toBe(200);
      expect(page.body).toContain('Login is switched off');
      expect(page.body).not.toContain('/auth/logout');
      const status = await send(open.port, '/api/status', { headers: SCRIPT });
      expect(JSON.parse(status.body)).toMatchObject({ user: { isAuthenticated: false } });
      expect(open.openUrl).toBe('');
      expect(open.printed()).toMatch(/authentication is off/i);
    });

    it('serves no other machine with --no-token (A52)', async () => {
      const open = await start({ flags: ['--no-token'] });
      const rebound = await send(open.port, '/api/status', { headers: { ...SCRIPT, host: 'evil.example' } });
      const proxied = await send(open.port, '/api/status', {
        headers: { ...SCRIPT, 'x-forwarded-for': '203.0.113.7' },
      });
      expect([rebound.status, proxied.status]).toEqual([403, 403]);
    });

    const configurationErrors: [string, () => StartOptions, RegExp][] = [
      [
        'two tokens',
        () => ({ flags: ['--token-password', GIVEN, '--token-password-file', fileWith('two', GIVEN)] }),
        /tokenFile.*together with token/,
      ],
      [
        'an empty token file',
        () => ({ flags: ['--token-password-file', fileWith('empty', ' \n')] }),
        /tokenFile.*empty/,
      ],
      [
        'a missing token file',
        () => ({ flags: ['--token-password-file', join(folder, 'missing')] }),
        /tokenFile.*ENOENT/,
      ],
      ['empty standard input', () => ({ flags: ['--token-password-file', '-'], stdin: '' }), /tokenFile.*empty/],
      ['an empty token', () => ({ flags: ['--token-password', ''] }), /token: .*8 characters/],
      ['a short token', () => ({ flags: ['--token-password', 'short'] }), /token: .*8 characters/],
      ['a token for no login', () => ({ flags: ['--no-token', '--token-password', GIVEN] }), /no effect/],
      ['no login for the network', () => ({ flags: ['--no-token', '--host', '0.0.0.0'] }), /beyond this machine/],
      ['a prefix that is none', () => ({ flags: ['--base-url', '/a b'] }), /basePath/],
      ['an address that is none', () => ({ flags: ['--host', 'nowhere.invalid'] }), /--host/],
    ];
    it.each(configurationErrors)('stops at %s with one line and code 1 (A52)', async (_what, options, line) => {
      const { code, stdout, stderr } = await startInVain(framework, options());
      expect(stdout).toBe('');
      expect(
        stderr
          .trimEnd()
          .split('\n')
          .filter((text) => !/authentication is off/.test(text)),
      ).toEqual([expect.stringMatching(line)]);
      expect(stderr).not.toContain(GIVEN);
      expect(code).toBe(1);
    });

    const wrongFlags: [string[], RegExp][] = [
      [['--tokenpassword', GIVEN], /'--tokenpassword'/],
      [['notebook.py'], /'notebook\.py'/],
      [['--token-password'], /--token-password/],
      [['--base-url', 'nb'], /--base-url nb: begin it with a slash/],
      [['--port', '70000'], /--port 70000: write a number/],
    ];
    it.each(wrongFlags)('refuses the flags %j with one line and code 2', async (flags, line) => {
      const { code, stdout, stderr } = await startInVain(framework, { flags });
      expect([code, stdout]).toEqual([2, '']);
      expect(stderr.trimEnd().split('\n')).toEqual([expect.stringMatching(line)]);
      expect(stderr).toContain('--help');
    });

    it('explains every flag with --help', async () => {
      const { code, stdout, stderr } = await startInVain(framework, { flags: ['--help'] });
      expect([code, stderr]).toEqual([0, '']);
      for (const flag of [
        '--token-password',
        '--token-password-file',
        '--no-token',
        '--base-url',
        '--headless',
        '--host',
        '--port',
      ]) {
        expect(stdout).toContain(`  ${flag} `);
      }
    });

    it('says when the port is taken', async () => {
      const other = createServer();
      await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
      const taken = String((other.address() as AddressInfo).port);
      const { code, stderr } = await startInVain(framework, { env: { PORT: taken } });
      await new Promise((resolve) => other.close(resolve));
      expect(code).toBe(1);
      expect(stderr).toMatch(new RegExp(`^The server did not start.*${taken} \\(EADDRINUSE\\).*--port`));
      expect(stderr).not.toMatch(/^ +at /m);
    });

    const openings: [string, Record<string, string>, string[], boolean][] = [
      ['opens the printed address in the browser', {}, [], true],
      ['opens no browser with --headless', {}, ['--headless'], false],
      ['opens no browser in CI', { CI: 'true' }, [], false],
    ];
    itOnTerminal.each(openings)('%s, from a terminal', async (_what, env, flags, isOpened) => {
      const { openUrl, openedUrl } = await startOnTerminal(framework, { env, flags });
      expect(openUrl).toMatch(/access_token=/);
      expect(openedUrl).toBe(isOpened ? openUrl : null);
    });

    it.each<NodeJS.Signals>(['SIGINT', 'SIGTERM'])('ends with code 0 at %s', async (signal) => {
      const { code, stderr } = await (await start()).stop(signal);
      expect([code, stderr]).toEqual([0, '']);
    });
  });
});

function nextOf(location: string | undefined): string | null {
  return new URL(location ?? '/', 'http://here').searchParams.get('next');
}
