/**
 * Single sign-on with the company's provider: beside keys and passwords, or alone.
 *
 * @see acceptance.md, statements A82-A84, A94, A96, A97
 */

import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { ask } from './asking.ts';
import { ADA, BOB, type CompanyProvider, EVE, OWN, type Person, startCompanyProvider } from './company-provider.ts';
import { describeOnEach, PASSWORD, type Studio } from './studio-process.ts';
import { Visitor } from './visitor.ts';

const CAPABILITIES = '/api/auth/capabilities';
const LOGIN = '/api/auth/sso/login';

const CREDENTIALS = { text: 'Sign in', asksName: true };
const SSO = { provider: 'oidc', text: 'Sign in with Acme', url: OWN + LOGIN };

let company: CompanyProvider;
beforeAll(async () => {
  company = await startCompanyProvider();
});
beforeEach(() => {
  company.person = ADA;
});
afterAll(() => company.close());

/** Signs in at the provider; answers what the browser brings back, as path and query. */
async function callbackOf({ url }: Studio, visitor: Visitor, next = '/'): Promise<string> {
  const begun = await visitor.open(`${url}${LOGIN}?${new URLSearchParams({ next })}`);
  return (await visitor.follow(begun.headers.location ?? '', OWN)).slice(OWN.length);
}

async function signedIn(studio: Studio, person: Person): Promise<Visitor> {
  company.person = person;
  const visitor = new Visitor();
  const back = await visitor.open(studio.url + (await callbackOf(studio, visitor)));
  expect([person.name, back.status]).toEqual([person.name, 303]);
  return visitor;
}

describeOnEach('single sign-on', ({ start, startInVain }) => {
  let both: Studio;
  let alone: Studio;
  beforeAll(async () => {
    both = await start(company.variables);
    alone = await start({ ...company.variables, DOORWARD_PASSWORDS: 'false' });
  });

  it('stands beside the form, and a front end is told both (A82)', async () => {
    const { status, json } = await ask(both, 'GET', CAPABILITIES);
    expect([status, Object.keys(json)]).toEqual([200, ['enabled', 'login', 'urls']]);
    const login = { type: 'both', signUpEnabled: false, credentials: CREDENTIALS, sso: SSO, providers: [SSO] };
    expect(json.login).toEqual(login);
  });

  it('is the only way in where passwords are off: no form, and no key that everybody knows (A82, A84)', async () => {
    const { json } = await ask(alone, 'GET', CAPABILITIES);
    expect(json.login).toEqual({ type: 'sso', sso: SSO, providers: [SSO] });
    expect((await ask({ ...alone, key: 'owner-key' }, 'GET', '/api/agents')).status).toBe(401);
    for (const [username, password] of [
      ['olivia', 'owner-key'],
      ['owner', PASSWORD],
    ] as const) {
      const { status } = await new Visitor().post(`${alone.url}/api/auth/login`, { username, password });
      expect(status).toBeGreaterThanOrEqual(400);
      expect(status).toBeLessThan(500);
    }
  });

  it('takes the keys of a file that is named, all the same (A82)', async () => {
    const users = { 'a-key-for-robots': { id: 'robot', role: 'viewer' } };
    const { url } = await start({ ...company.variables, DOORWARD_PASSWORDS: 'false' }, users);
    expect((await ask({ url }, 'GET', CAPABILITIES)).json.login).toMatchObject({ type: 'both' });
    expect((await ask({ url, key: 'a-key-for-robots' }, 'GET', '/api/agents')).status).toBe(200);
    expect((await ask({ url, key: 'owner-key' }, 'GET', '/api/agents')).status).toBe(401);
  });

  it('ends at the page that was asked for, with a session (A94)', async () => {
    const visitor = new Visitor();
    const back = await visitor.open(alone.url + (await callbackOf(alone, visitor, '/?tab=agents')));
    expect([back.status, back.headers.location]).toEqual([303, '/?tab=agents']);
    expect((await visitor.open(`${alone.url}/`)).status).toBe(200);
    for (const next of ['https://evil.example/', '//evil.example', '/\\evil.example', '@evil.example']) {
      const other = new Visitor();
      const { headers } = await other.open(alone.url + (await callbackOf(alone, other, next)));
      expect(headers.location).toBe('/');
    }
  });

  it('counts a callback once, and in the browser alone that began it (A94)', async () => {
    const visitor = new Visitor();
    const callback = alone.url + (await callbackOf(alone, visitor));
    expect((await new Visitor().open(callback)).status).toBe(400);
    const answers = await Promise.all([visitor.open(callback), visitor.open(callback)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([303, 400]);
  });

  it.each([
    [['owner'], ADA, 200, 204],
    [['viewer'], BOB, 200, 403],
    [[], EVE, 403, 403],
  ] as const)('gives the roles of the mapping, and no others: %j (A83, A87)', async (roles, person, list, remove) => {
    const visitor = await signedIn(both, person);
    const told = JSON.parse((await visitor.ask(both.url + CAPABILITIES)).body);
    expect(told).toMatchObject({ user: { name: person.name }, capabilities: { sso: true }, access: { roles } });
    expect((await visitor.ask(`${both.url}/api/agents`)).status).toBe(list);
    const made = await ask({ ...both, key: 'owner-key', body: { name: 'For him' } }, 'POST', '/api/agents');
    expect((await visitor.remove(`${both.url}/api/agents/${made.json.id}`)).status).toBe(remove);
  });

  it('shows owners who was there (A40)', async () => {
    await signedIn(alone, BOB);
    const owner = await signedIn(alone, ADA);
    const { users } = JSON.parse((await owner.ask(`${alone.url}/auth/api/users`)).body);
    expect(users.map(({ username }: { username: string }) => username)).toEqual(expect.arrayContaining(['ada', 'bob']));
  });

  it('keeps its paths together below another prefix and a base path (A97)', async () => {
    const other = await startCompanyProvider(`${OWN}/tools`, '/v2/api');
    const { url, stop } = await start({ ...other.variables, API_PREFIX: '/v2/api' });
    const { json } = await ask({ url }, 'GET', '/v2/api/auth/capabilities');
    expect(json.login.sso.url).toBe(`${OWN}/tools/v2/api/auth/sso/login`);
    const visitor = new Visitor();
    const { origin } = new URL(url);
    const begun = await visitor.open(`${origin}/tools/v2/api/auth/sso/login?next=/tools/`);
    const callback = (await visitor.follow(begun.headers.location ?? '', OWN)).slice(OWN.length);
    expect(callback).toMatch(/^\/tools\/v2\/api\/auth\/sso\/callback\?/);
    const back = await visitor.open(origin + callback);
    expect([back.status, back.headers.location]).toEqual([303, '/tools/']);
    await stop();
    await other.close();
  });

  it('that is configured wrongly stops the start, with one line that says why (A96)', async () => {
    const { DOORWARD_OIDC_CLIENT_ID: _id, ...withoutClient } = company.variables;
    const { DOORWARD_PUBLIC_URL: _url, ...withoutUrl } = company.variables;
    const wrong: readonly (readonly [env: Record<string, string>, line: RegExp])[] = [
      [withoutClient, /oidc\.clientId/],
      [withoutUrl, /oidc: needs publicUrl/],
      [{ ...company.variables, DOORWARD_OIDC_ISSUER: 'http://login.example.com' }, /oidc\.issuer: is not https/],
      [{ ...company.variables, DOORWARD_OIDC_ROLES_MAPPING: 'owner' }, /DOORWARD_OIDC_ROLES_MAPPING/],
      [{ DOORWARD_PASSWORDS: 'false' }, /accounts\.passwords: is false, so nobody could sign in/],
    ];
    for (const [env, line] of wrong) {
      const { code, stderr } = await startInVain(env);
      expect([env, code, stderr.trimEnd().split('\n').at(-1)]).toEqual([env, 1, expect.stringMatching(line)]);
    }
  });
});
