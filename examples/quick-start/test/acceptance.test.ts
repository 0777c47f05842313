/**
 * The quick start as its readers run it, on each framework.
 */

import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Answer, type QuickStart, startQuickStart } from './quick-start-process.ts';

/** What a browser adds when a person opens an address. */
const PAGE = {
  accept: 'text/html,*/*;q=0.8',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
  'sec-fetch-site': 'none',
};
/** What it adds when it sends a form of the same site. */
const FORM = { ...PAGE, 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' };

const cookieOf = (answer: Answer): string => answer.headers['set-cookie']?.[0]?.split(';', 1)[0] ?? '';

describe.each(['express', 'koa', 'hono'])('the quick start on %s', (framework) => {
  let server: QuickStart;
  let token: string;

  beforeAll(async () => {
    server = await startQuickStart(framework, {}, ['ready', 'open']);
    token = server.token;
  });
  afterAll(() => server?.stop());

  const signIn = (): Promise<Answer> => server.send(`/?access_token=${token}`, { headers: PAGE });

  it('prints where it listens, and once the address that signs in (A52)', () => {
    expect(server.readyUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/$/);
    expect(server.openUrl).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/\?access_token=[\w-]{32}$/);
    expect(server.printed().split(token)).toHaveLength(2);
  });

  it('lets no stranger in', async () => {
    const script = await server.send('/');
    expect([script.status, script.headers['www-authenticate']]).toEqual([401, 'Bearer realm="Doorward"']);
    expect(JSON.parse(script.body)).toMatchObject({ code: 'core/authentication-required', login: '/auth/login' });
    const page = await server.send('/', { headers: PAGE });
    expect([page.status, page.headers.location]).toEqual([303, '/auth/login']);
    for (const answer of [script, page]) expect(answer.body).not.toContain('Hello');
  });

  it('signs in by the printed address, and forgets the token in it (A46)', async () => {
    const opened = await signIn();
    expect([opened.status, opened.headers.location]).toEqual([303, '/']);
    const home = await server.send('/', { headers: { ...PAGE, cookie: cookieOf(opened) } });
    expect([home.status, home.body]).toEqual([200, 'Hello token']);
  });

  it('signs in by the form (A45)', async () => {
    const wrong = await server.send('/auth/login', { method: 'POST', headers: FORM, body: 'password=wrong-token' });
    expect([wrong.status, cookieOf(wrong)]).toEqual([401, '']);
    const right = await server.send('/auth/login', { method: 'POST', headers: FORM, body: `password=${token}` });
    expect(right.status).toBe(303);
    expect((await server.send('/', { headers: { ...PAGE, cookie: cookieOf(right) } })).status).toBe(200);
  });

  it('takes the token of a script, as Bearer and as Basic (A48, A49)', async () => {
    expect((await server.send('/', { headers: { authorization: `Bearer ${token}` } })).body).toBe('Hello token');
    const basic = `Basic ${Buffer.from(`ada:${token}`).toString('base64')}`;
    expect((await server.send('/', { headers: { authorization: basic } })).body).toBe('Hello ada');
  });

  it('signs out on the server (A60)', async () => {
    const cookie = cookieOf(await signIn());
    const out = await server.send('/auth/logout', { method: 'POST', headers: { ...FORM, cookie } });
    expect([out.status, out.headers.location]).toEqual([303, '/auth/login?signed-out']);
    expect((await server.send('/', { headers: { cookie } })).status).toBe(401);
  });
});

describe.each(['express', 'koa', 'hono'])('the quick start on %s with DOORWARD_TOKEN', (framework) => {
  it('uses the token and prints it nowhere (A52)', async () => {
    const server = await startQuickStart(framework, { DOORWARD_TOKEN: 'a-token-that-was-given' }, ['ready']);
    const answer = await server.send('/', { headers: { authorization: 'Bearer a-token-that-was-given' } });
    expect([answer.status, answer.body]).toEqual([200, 'Hello token']);
    expect(server.printed()).toBe(`ready ${server.readyUrl}\n`);
    await server.stop();
  });
});
