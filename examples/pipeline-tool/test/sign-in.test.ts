/**
 * Signing in and out, by the API and by the page; and what survives a restart.
 *
 * @see acceptance.md, statements A1, A5, A6, A26, A27, A59
 */

import { readSetCookie } from '@doorward/testing';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Ask, clientOf, cookieOf, ERRORS, errorOf, PAGE, signIn } from './client.ts';
import { type Ids, makeFolderWith, passwordOf } from './data-folder.ts';
import { FRAMEWORKS, startTool, type Tool } from './tool-process.ts';

const MONTH_MS = 2_592_000_000;

describe.each(FRAMEWORKS)('signing in on %s', (framework) => {
  let folder: string;
  let tool: Tool;
  let ask: Ask;
  let ids: Ids;

  const byForm = (fields: Readonly<Record<string, string>>, target = '/sign-in') =>
    ask(target, { form: { username: 'vera', password: passwordOf('vera'), ...fields } });

  beforeAll(async () => {
    ({ folder, ids } = await makeFolderWith(['olga', 'vera']));
    tool = await startTool(framework, { folder });
    ask = clientOf(tool);
  });
  afterAll(() => tool?.stop());

  it.each([
    ['/', '/sign-in'],
    ['/pipelines/clickstream?tab=runs', '/sign-in?next=/pipelines/clickstream%3Ftab%3Druns'],
    ['/settings/workspace/users', '/sign-in?next=/settings/workspace/users'],
    ['/nowhere', '/sign-in?next=/nowhere'],
  ])('leads a stranger from %s to the login, and back (A1)', async (path, login) => {
    const { status, header } = await ask(path, { headers: PAGE });
    expect([status, header('location')]).toEqual([303, login]);
    const page = await ask(login, { headers: PAGE });
    expect([page.status, page.body.includes('Username or e-mail')]).toEqual([200, true]);
    expect((await byForm({}, login)).header('location')).toBe(path);
  });

  it.each(['email', 'username'])(
    'answers a token, its end and the user, and no hash, to %s (A5, A7)',
    async (field) => {
      const name = field === 'email' ? 'Vera@Example.com' : 'vera';
      const before = Date.now();
      const answer = await ask('/api/sessions', { json: { session: { [field]: name, password: passwordOf('vera') } } });
      const { session } = answer.json;
      expect([answer.status, Object.keys(session)]).toEqual([200, ['expires', 'token', 'user']]);
      expect(session.user).toMatchObject({ id: ids.vera, username: 'vera', email: 'vera@example.com', owner: false });
      expect(Math.abs(Date.parse(session.expires) - before - MONTH_MS)).toBeLessThan(10_000);
      expect(answer.body).not.toMatch(/hash|password|\$argon/);
      expect(cookieOf(answer)).toMatch(`oauth_token=${session.token}`);
      expect((await ask('/api/pipelines', { cookie: cookieOf(answer) })).status).toBe(200);
    },
  );

  it('signs in by the page with the address as well as with the name (A5)', async () => {
    for (const username of ['vera', 'vera@example.com'])
      expect((await byForm({ username, next: '/pipelines' })).header('location')).toBe('/pipelines');
  });

  it('answers the same to a wrong password and to an unknown user (A6)', async () => {
    const answers = await Promise.all(
      [
        { email: 'vera@example.com', password: 'wrong-password' },
        { email: 'nobody@example.com', password: 'wrong-password' },
        { username: 'vera', password: passwordOf('olga') },
        { username: 'nobody', password: passwordOf('vera') },
      ].map((session) => ask('/api/sessions', { json: { session } })),
    );
    for (const answer of answers) {
      expect([...errorOf(answer), cookieOf(answer)]).toEqual([...ERRORS[404], '']);
      expect(answer.json.error.message).toBe('Email/username and/or password invalid.');
      expect(answer.body).toBe(answers[0]?.body);
    }
  });

  it('says what is required when a field is empty (A6)', async () => {
    for (const session of [{}, { email: '' }, { email: 'vera' }, { password: 'x' }, { email: 'vera', password: '' }]) {
      const answer = await ask('/api/sessions', { json: { session } });
      expect(errorOf(answer)).toEqual(ERRORS[404]);
      expect(answer.json.error.message).toBe('Email/username and password are required.');
    }
    const page = await byForm({ password: '' });
    expect([page.status, page.body.includes('Enter your username and password.')]).toEqual([400, true]);
  });

  it('takes no form for the API, and no page of another site (A26)', async () => {
    const form = { username: 'vera', password: passwordOf('vera') };
    expect((await ask('/api/sessions', { form })).status).toBe(402);
    const json = { session: form };
    const foreign = await ask('/api/sessions', { json, headers: ['Origin: https://evil.example'] });
    expect([...errorOf(foreign), cookieOf(foreign)]).toEqual([...ERRORS[403], '']);
  });

  it('limits guesses at an account (A6)', async () => {
    const guess = (password: string) => ask('/api/sessions', { json: { session: { username: 'olga', password } } });
    for (let count = 1; count <= 10; count += 1) await guess(`guess-${count}`);
    const limited = await guess(passwordOf('olga'));
    expect(errorOf(limited)).toEqual([429, 429, 429, 'api_resource_error']);
    expect(Number(limited.header('retry-after'))).toBeGreaterThan(0);
  });

  it('lets nobody in who waits for approval, and says so to him alone', async () => {
    const approving = await startTool(framework, { env: { DOORWARD_SIGN_UP: 'pending' } });
    try {
      const [username, password] = ['wanda', passwordOf('wanda')];
      await clientOf(approving)('/sign-up', { form: { username, password, repeat: password } });
      const attempt = (session: unknown) => clientOf(approving)('/api/sessions', { json: { session } });
      const waiting = await attempt({ username, password });
      expect([...errorOf(waiting), cookieOf(waiting)]).toEqual([...ERRORS[403], '']);
      expect(waiting.json.error.message).toContain('waits for approval');
      expect(errorOf(await attempt({ username, password: 'wrong-password' }))).toEqual(ERRORS[404]);
    } finally {
      await approving.stop();
    }
  });

  it('keeps the cookie from scripts and other sites, and secure on https (A26)', async () => {
    const [line = ''] = (await byForm({})).all('set-cookie');
    expect(readSetCookie(line).attributes).toMatchObject({ httponly: true, samesite: 'Lax', path: '/' });
    const https = await startTool(framework, { folder, env: { DOORWARD_PUBLIC_URL: 'https://tools.example' } });
    try {
      const json = { session: { username: 'vera', password: passwordOf('vera') } };
      const [secure = ''] = (await clientOf(https)('/api/sessions', { json })).all('set-cookie');
      expect(secure).toMatch(/^oauth_token=/);
      expect(readSetCookie(secure).attributes).toMatchObject({ httponly: true, samesite: 'Lax', secure: true });
    } finally {
      await https.stop();
    }
  });

  it('ends the session on the server when somebody signs out (A26)', async () => {
    const cookie = await signIn(ask, 'vera');
    const other = await signIn(ask, 'vera');
    const answer = await ask('/sign-out', { form: {}, cookie });
    expect([answer.status, answer.header('location')]).toEqual([303, '/sign-in?signed-out']);
    expect(errorOf(await ask('/api/pipelines', { cookie }))).toEqual(ERRORS[401]);
    expect((await ask('/api/pipelines', { cookie: other })).status).toBe(200);
  });

  it.each([
    ...['https://evil.example', '//evil.example', '///evil.example', '/\\evil.example', 'javascript:alert(1)'],
    ...['https:evil.example', '\t//evil.example', '%2f%2fevil.example', '/sign-out'],
  ])('goes to the first page in place of %j (A27)', async (target) => {
    const query = new URLSearchParams({ next: target, redirect_url: target });
    const page = await ask(`/sign-in?${query}`, { headers: PAGE });
    expect([page.status, page.body.includes('evil')]).toEqual([200, false]);
    for (const field of ['next', 'redirect_url'])
      expect((await byForm({ [field]: target }, `/sign-in?${query}`)).header('location')).toBe('/');
  });

  it('keeps people signed in through a restart (A59)', async () => {
    const cookie = await signIn(ask, 'vera');
    await tool.stop();
    tool = await startTool(framework, { folder });
    ask = clientOf(tool);
    expect((await ask('/api/pipelines', { cookie })).status).toBe(200);
    expect((await ask('/', { cookie, headers: PAGE })).body).toContain('<b>vera</b>');
  });
});
