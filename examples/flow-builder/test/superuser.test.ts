/**
 * The superuser of the configuration, and the way in.
 *
 * @see acceptance.md, statements A27, A64, A79, A80
 */

import { assertDenied } from '@doorward/testing';
import { describe, expect, it } from '@jest/globals';
import { describeOnEach, type FlowBuilder, PASSWORD, SECURE, SUPERUSER } from './flow-builder-process.ts';
import { signedIn, Visitor } from './visitor.ts';

describeOnEach('flow builder', ({ start }) => {
  let server: FlowBuilder;

  it('makes the configured superuser, who signs in at /login and lands on his flows (A64)', async () => {
    server = await start();
    const visitor = new Visitor(server);
    const page = await visitor.open('/login');
    expect(page.status).toBe(200);
    expect(page.body).toMatch(/<form[^>]* action="\/login"/);
    expect(await visitor.submit('/login', { username: SUPERUSER, password: PASSWORD })).toMatchObject({
      status: 303,
      headers: { location: '/flows' },
    });
    const flows = await visitor.open('/flows');
    expect(flows.status).toBe(200);
    expect(flows.body).toContain('href="/admin">Admin Page</a>');
    expect((await visitor.open('/')).headers.location).toBe('/flows');
  });

  it('answers the API login with tokens, and never with a password hash (A64)', async () => {
    const visitor = new Visitor(server);
    const answer = await visitor.login(SUPERUSER, PASSWORD);
    expect([answer.status, answer.json.token_type]).toEqual([200, 'bearer']);
    const whoami = await visitor.api('GET', '/users/whoami');
    expect(whoami.json).toMatchObject({ username: SUPERUSER, is_superuser: true, is_active: true });
    expect(answer.body + whoami.body).not.toMatch(/hash|argon2/i);
    expect((await visitor.api('GET', '/session')).json).toEqual({ authenticated: true, user: whoami.json });
  });

  it('signs out on the server: the cookie is cleared, and means nothing any more (A64)', async () => {
    const visitor = await signedIn(server, SUPERUSER, PASSWORD);
    const copy = visitor.at(server);
    const answer = await visitor.api('POST', '/logout');
    expect([answer.status, answer.json]).toEqual([200, { message: 'Logout successful' }]);
    for (const one of [visitor, copy]) {
      expect((await one.api('GET', '/users/whoami')).status).toBe(401);
      expect((await one.api('GET', '/session')).json).toEqual({ authenticated: false, user: null });
    }
  });

  it('leads a stranger to /login and back to the page that he asked for, query and all (A79)', async () => {
    const visitor = new Visitor(server);
    const deep = '/flow/7b0ff3a1?zoom=2&tab=steps';
    const away = await visitor.open(deep);
    const login = new URL(away.headers.location ?? '', server.url);
    expect([away.status, login.pathname, login.searchParams.get('next')]).toEqual([303, '/login', deep]);
    const page = await visitor.open(`${login.pathname}${login.search}`);
    expect(page.body).toContain(`name="next" value="${deep.replace('&', '&amp;')}"`);
    const back = await visitor.submit('/login', { username: SUPERUSER, password: PASSWORD, next: deep });
    expect([back.status, back.headers.location]).toEqual([303, deep]);
  });

  it.each(['https://evil.example/', '//evil.example', '/\\evil.example', 'javascript:alert(1)', '/login', '/logout'])(
    'ends on the flows when the way back is %s (A27)',
    async (next) => {
      const answer = await new Visitor(server).submit('/login', { username: SUPERUSER, password: PASSWORD, next });
      expect([answer.status, answer.headers.location]).toEqual([303, '/flows']);
    },
  );

  it('answers /health to everybody, and nothing else but the way in (A63, A80)', async () => {
    for (const path of ['/health', '/health_check']) {
      const answer = await new Visitor(server).send('GET', path, {});
      expect([answer.status, answer.json]).toEqual([200, { status: 'ok' }]);
    }
    const pages = ['/', '/flows', '/flow/x', '/millrace.css', '/admin', '/admin/users', '/account', '/nowhere'];
    const api = ['/users/whoami', '/users/x', '/flows', '/flows/', '/flows/x', '/users/x/reset-password'];
    await assertDenied({ port: server.port, routes: [...pages, ...api.map((path) => `/api/v1${path}`)] });
    expect((await new Visitor(server).api('GET', '/users/')).status).toBe(401);
  });

  describe('started again', () => {
    it('keeps the superuser and his password, whatever the variables say by then (A64)', async () => {
      const env = { ...SECURE, LANGFLOW_CONFIG_DIR: server.folder };
      await server.stop();
      const second = await start({ ...env, LANGFLOW_SUPERUSER_PASSWORD: 'quite another phrase now' });
      expect((await new Visitor(second).login(SUPERUSER, 'quite another phrase now')).status).toBe(401);
      const superuser = await signedIn(second, SUPERUSER, PASSWORD);
      expect((await superuser.api('GET', '/users/')).json.total_count).toBe(1);
    });
  });

  it('prints a link to set up the first superuser where none is configured, good for one (A64)', async () => {
    const bare = await start({});
    const link = new RegExp(`^open ${bare.url}(/ticket\\?ticket=\\S+)$`, 'm').exec(bare.printed())?.[1] ?? '';
    for (const [name, password] of [
      ['langflow', 'langflow'],
      ['langflow', ''],
      ['admin', 'admin'],
    ] as const) {
      const answer = await new Visitor(bare).submit('/login', { username: name, password });
      expect(answer.status).toBeGreaterThanOrEqual(400);
    }
    const visitor = new Visitor(bare);
    expect((await visitor.open(link)).status).toBe(200);
    const ticket = new URLSearchParams(link.split('?')[1]).get('ticket') ?? '';
    const fields = { ticket, username: 'langflow', password: PASSWORD, repeat: PASSWORD };
    expect(await visitor.submit('/ticket', fields)).toMatchObject({ status: 303, headers: { location: '/flows' } });
    expect((await visitor.open('/flows')).body).toContain('Admin Page');
    expect((await new Visitor(bare).submit('/ticket', { ...fields, username: 'mallory' })).status).toBe(410);
    await bare.stop();
    const again = await start({
      LANGFLOW_CONFIG_DIR: bare.folder,
      LANGFLOW_SUPERUSER_PASSWORD: 'too late for this one',
    });
    expect(again.printed()).not.toMatch(/open http|set LANGFLOW_SUPERUSER_PASSWORD/);
    expect((await visitor.at(again).api('GET', '/users/whoami')).json).toMatchObject({ username: 'langflow' });
    await signedIn(again, 'langflow', PASSWORD);
  });
});
