/**
 * People sign in with the company's provider, and are two cookies from then on.
 *
 * @see acceptance.md, statements A31-A39, A42, A43; seeds/001, "OAuth2 / OIDC"
 */

import { setTimeout as wait } from 'node:timers/promises';
import { type Answer, PAGE } from '@doorward/test-process';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { ADMIN, type Assistant, describeOnEach, PASSWORD } from './assistant-process.ts';
import { Client, makeKey, problem, problemOf, withKey } from './client.ts';
import {
  ADA,
  BOB,
  CALLBACK,
  type CompanyProvider,
  microsoft,
  OWN,
  passProvider,
  startCompanyProvider,
} from './company-provider.ts';

const LOGIN = '/api/auth/login';

let company: CompanyProvider;
beforeAll(async () => {
  company = await startCompanyProvider();
});
beforeEach(() => {
  company.person = ADA;
});
afterAll(() => company.close());

/** What the browser brings back from the provider, as path and query. */
async function callbackOf(client: Client, path = LOGIN): Promise<string> {
  const begun = await client.get(path, PAGE);
  return (await passProvider(company, begun.headers.location ?? '')).slice(OWN.length);
}

const CROSS_SITE = { ...PAGE, 'sec-fetch-site': 'cross-site' };

async function throughProvider(server: Assistant, person = ADA): Promise<Client> {
  company.person = person;
  const client = new Client(server);
  expect((await client.get(await callbackOf(client), CROSS_SITE)).status).toBe(303);
  return client;
}

/** The two cookies that an answer sets, by name; `''` for one that it clears. */
function tokensIn({ headers }: Answer): Readonly<Record<string, string>> {
  const pairs = (headers['set-cookie'] ?? []).map((line) => /^(token|refresh_token)=([^;]*)/.exec(line));
  return Object.fromEntries(pairs.flatMap((pair) => (pair === null ? [] : [[pair[1], pair[2]]])));
}

const NEW_TOKENS = { token: expect.stringMatching(/^dwa_/), refresh_token: expect.stringMatching(/^dwr_/) };
const CLEARED = { token: '', refresh_token: '' };

describeOnEach('signing in with the provider', ({ start }) => {
  let server: Assistant;
  beforeAll(async () => {
    server = await start(microsoft(company));
  });

  it('begins at the authorize URL of the provider, with what the code flow takes (A31)', async () => {
    const { status, headers } = await new Client(server).get(LOGIN, PAGE);
    const url = new URL(headers.location ?? '');
    expect([status, url.origin + url.pathname]).toEqual([303, `${company.issuer}/auth`]);
    expect(Object.fromEntries(url.searchParams)).toMatchObject({
      response_type: 'code',
      response_mode: 'query',
      client_id: 'heron',
      redirect_uri: 'https://heron.example/api/auth/callback',
      scope: 'openid profile email offline_access',
    });
  });

  it('takes another state, nonce and S256 challenge along each time (A32)', async () => {
    const secrets = await Promise.all(
      [1, 2].map(async () => {
        const { headers } = await new Client(server).get(LOGIN, PAGE);
        const { searchParams } = new URL(headers.location ?? '');
        expect(searchParams.get('code_challenge_method')).toBe('S256');
        return ['state', 'nonce', 'code_challenge'].map((name) => searchParams.get(name));
      }),
    );
    for (const secret of secrets.flat()) expect(secret).toMatch(/^[\w-]{43}$/);
    expect(new Set(secrets.flat()).size).toBe(6);
  });

  it('ends at the page that was asked for, with the cookies token and refresh_token alone (A33)', async () => {
    const client = new Client(server);
    const back = await client.get(await callbackOf(client, `${LOGIN}?next=/agents/planner`), CROSS_SITE);
    expect([back.status, back.headers.location, tokensIn(back)]).toEqual([303, '/agents/planner', NEW_TOKENS]);
    expect(client.cookie.replaceAll(/=[^;]+/g, '')).toBe('token; refresh_token');
    expect((await client.get('/agents/planner', PAGE)).status).toBe(200);
  });

  it('answers 4xx without a cookie to a callback that it did not begin, or a second one (A34)', async () => {
    const client = new Client(server);
    const callback = await callbackOf(client);
    const without = callback.replace(/state=[^&]+/, '');
    const other = callback.replace(/state=[^&]+/, `state=${'x'.repeat(43)}`);
    const wrong: [who: Client, path: string][] = [
      [client, CALLBACK],
      [client, without],
      [client, other],
      [new Client(server), callback],
    ];
    for (const [who, path] of wrong) {
      const answer = await who.get(path, CROSS_SITE);
      expect([path, answer.status, tokensIn(answer)]).toEqual([path, 400, {}]);
    }
    expect(tokensIn(await client.get(callback, CROSS_SITE))).toEqual(NEW_TOKENS);
    const second = await client.get(callback, CROSS_SITE);
    expect([second.status, tokensIn(second)]).toEqual([400, {}]);
  });

  it('answers 4xx without a cookie when the provider says error= (A34)', async () => {
    const client = new Client(server);
    const begun = new URL((await client.get(LOGIN, PAGE)).headers.location ?? '');
    const state = begun.searchParams.get('state') ?? '';
    const query = new URLSearchParams({ error: 'access_denied', state, iss: company.issuer });
    const answer = await client.get(`${CALLBACK}?${query}`, CROSS_SITE);
    expect([answer.status, tokensIn(answer)]).toEqual([403, {}]);
    expect((await client.get('/api/auth/me')).status).toBe(401);
  });

  it('sets cookies that no script reads and no other site sends, and writes them nowhere else (A35)', async () => {
    const client = new Client(server);
    const back = await client.get(await callbackOf(client), CROSS_SITE);
    const lines = (back.headers['set-cookie'] ?? []).filter((line) => /^(?:refresh_)?token=/.test(line));
    expect(lines).toHaveLength(2);
    for (const line of lines) {
      for (const attribute of ['HttpOnly', 'Secure', 'SameSite=Lax']) expect(line.split('; ')).toContain(attribute);
    }
    const shown = [back.body, back.headers.location ?? ''];
    for (const path of ['/', '/agents/planner', '/login', '/api/auth/me', '/admin/settings']) {
      const { body, headers } = await client.get(path, PAGE);
      shown.push(body, headers.location ?? '');
    }
    const text = shown.join('\n');
    expect(text).toContain('Ada Lovelace');
    for (const token of Object.values(tokensIn(back))) expect(text).not.toContain(token);
    expect(text).not.toMatch(/dw[ar]_|eyJ/);
  });

  it('says who is there, and 401 to strangers (A36)', async () => {
    const { json } = await (await throughProvider(server)).get('/api/auth/me');
    expect(json).toEqual({
      user_id: 'microsoft:4711',
      name: 'Ada Lovelace',
      email: 'ada@acme.example',
      preferred_username: null,
      roles: ['admin'],
      exp: expect.any(Number),
    });
    expect(problemOf(await new Client(server).get('/api/auth/me'))).toEqual(problem(401));
  });

  it('makes admins of those whose claim says so, and users of all others (A40)', async () => {
    const ada = await throughProvider(server);
    for (const path of ['/admin/settings', '/auth/admin', '/auth/admin/keys']) {
      expect([path, (await ada.get(path, PAGE)).status]).toEqual([path, 200]);
    }
    expect((await makeKey(ada)).api_key).toMatch(/^dwk_/);
    const bob = await throughProvider(server, BOB);
    expect((await bob.get('/api/auth/me')).json).toMatchObject({ name: 'Bob Iger', roles: ['user'] });
    expect((await bob.get('/api/agents')).status).toBe(200);
    expect(problemOf(await bob.get('/admin/settings'))).toEqual(problem(403));
  });

  it('is signed out of by one request, which leads on to the provider (A39)', async () => {
    const client = await throughProvider(server);
    const { cookie } = client;
    const headers = { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' };
    const out = await client.send('POST', '/api/auth/logout', headers, '{}');
    expect([out.status, tokensIn(out), client.cookie]).toEqual([200, CLEARED, '']);
    expect((await client.get('/api/auth/me')).status).toBe(401);
    expect((await new Client(server, { cookie }).get('/api/auth/me')).status).toBe(401);
    const { redirectTo } = out.json as { redirectTo: string };
    expect(redirectTo).toContain(`${company.issuer}/session/end?`);
    expect(new URL(redirectTo).searchParams.get('post_logout_redirect_uri')).toBe(`${OWN}/login?signed-out`);
    expect(await passProvider(company, redirectTo)).toContain('/session/end/confirm');
  });

  it('counts less than a key in the header, be it right or wrong (A42)', async () => {
    const ada = await throughProvider(server);
    const { api_key: key } = await makeKey(ada, { name: 'robot' });
    expect((await ada.get('/api/auth/me', { 'x-api-key': key })).json).toMatchObject({ name: 'robot' });
    const wrong = await ada.get('/api/auth/me', { 'x-api-key': 'dwk_wrong' });
    expect(problemOf(wrong)).toEqual(problem(401));
    expect((await withKey(server, key).get('/api/agents')).status).toBe(200);
  });

  it('needs no credentials, and stands beside the password (A43)', async () => {
    const visitor = new Client(server);
    expect((await visitor.get('/health')).json).toEqual({ status: 'ok' });
    const login = await visitor.get('/login', PAGE);
    expect([login.status, login.body]).toEqual([200, expect.stringContaining('Microsoft')]);
    expect((await visitor.get('/agents/planner', PAGE)).headers.location).toBe('/login?next=/agents/planner');
    const signedIn = await visitor.call('POST', '/login', { username: ADMIN, password: PASSWORD });
    expect([signedIn.status, tokensIn(signedIn)]).toEqual([200, NEW_TOKENS]);
  });
});

describeOnEach('a token that is over', ({ start }) => {
  let server: Assistant;
  beforeAll(async () => {
    server = await start({ ...microsoft(company), DOORWARD_ACCESS_TOKEN_SECONDS: '1' });
  });

  async function withOldToken(): Promise<Client> {
    const client = await throughProvider(server);
    await wait(2_100);
    return client;
  }

  it('is renewed in the answer to the request that it came with (A37)', async () => {
    const client = await withOldToken();
    const { cookie } = client;
    const answer = await client.get('/api/agents');
    expect([answer.status, tokensIn(answer)]).toEqual([200, NEW_TOKENS]);
    for (const token of Object.values(tokensIn(answer))) expect(cookie).not.toContain(token);
    expect(tokensIn(await client.get('/api/agents'))).toEqual({});
  });

  it('without a refresh token that counts is 401, and both are cleared (A37)', async () => {
    const client = await withOldToken();
    const [token = ''] = client.cookie.split('; ');
    const alone = await new Client(server, { cookie: token }).get('/api/agents');
    expect([...problemOf(alone), tokensIn(alone)]).toEqual([...problem(401), { token: '' }]);
    const thief = new Client(server, { cookie: client.cookie });
    await client.send('POST', '/api/auth/logout', { 'content-type': 'application/json' }, '{}');
    const dead = await thief.get('/api/agents');
    expect([...problemOf(dead), tokensIn(dead)]).toEqual([...problem(401), CLEARED]);
  });

  it('is renewed once for ten requests at the same time (A38)', async () => {
    const client = await withOldToken();
    const answers = await Promise.all(Array.from({ length: 10 }, () => client.get('/api/agents')));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(new Set(answers.map((answer) => tokensIn(answer)['refresh_token'])).size).toBe(1);
  });
});

describeOnEach('with AUTH_RESPONSE_MODE=form_post', ({ start }) => {
  it('comes back by a form, and leaves no code in an address (A33)', async () => {
    const server = await start({ ...microsoft(company), AUTH_RESPONSE_MODE: 'form_post' });
    const client = new Client(server);
    const page = await passProvider(company, (await client.get(LOGIN, PAGE)).headers.location ?? '');
    const fields = Object.fromEntries([...page.matchAll(/name="([^"]+)" value="([^"]*)"/g)].map((m) => [m[1], m[2]]));
    expect(page).toContain(`action="${OWN}${CALLBACK}"`);
    const headers = {
      ...CROSS_SITE,
      'content-type': 'application/x-www-form-urlencoded',
      origin: `http://127.0.0.1:${company.port}`,
    };
    const body = new URLSearchParams(fields).toString();
    // Browsers send no Lax cookie with a form of another site.
    const posted = await new Client(server).send('POST', CALLBACK, headers, body);
    const address = posted.headers.location ?? '';
    expect([posted.status, address.includes(fields['code'] ?? '')]).toEqual([303, false]);
    const back = await client.get(address, CROSS_SITE);
    expect([back.status, back.headers.location, tokensIn(back)]).toEqual([303, '/', NEW_TOKENS]);
    expect((await client.get('/api/auth/me')).json).toMatchObject({ email: 'ada@acme.example' });
  });
});
