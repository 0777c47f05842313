/**
 * Two tokens for a login: as JSON for programs, as cookies for browsers.
 *
 * @see acceptance.md, statements A37, A38, A65, A66, A67, A72, A76
 */

import { type Answer, FORM_TYPE } from '@doorward/test-process';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { describeOnEach, type FlowBuilder, PASSWORD, SECURE, SUPERUSER } from './flow-builder-process.ts';
import { signedIn, Visitor } from './visitor.ts';

const ACCESS = 'access_token_lf';
const REFRESH = 'refresh_token_lf';
const PHRASE = 'seven teal bicycles at noon';

interface Pair {
  readonly access_token: string;
  readonly refresh_token: string;
}

/** The Set-Cookie of a name, in parts; `undefined` without one. */
function setCookie({ headers }: Answer, name: string): { value: string; age: number; others: string } | undefined {
  const line = headers['set-cookie']?.find((each) => each.startsWith(`${name}=`));
  if (line === undefined) return undefined;
  const [pair = '', ...attributes] = line.split('; ');
  const age = Number(attributes.find((each) => each.startsWith('Max-Age='))?.slice('Max-Age='.length));
  const others = attributes.filter((each) => !each.startsWith('Max-Age=')).join('; ');
  return { value: pair.slice(name.length + 1), age, others };
}

describeOnEach('tokens', ({ start, share }) => {
  let server: FlowBuilder;

  const login = async (name = SUPERUSER, password = PASSWORD): Promise<Pair> =>
    (await new Visitor(server).login(name, password)).json;
  const byBearer = (token: string, path = '/users/whoami'): Promise<Answer> =>
    new Visitor(server).send('GET', `/api/v1${path}`, { authorization: `Bearer ${token}` });
  const byCookie = (cookie: string, path = '/users/whoami'): Promise<Answer> =>
    new Visitor(server).send('GET', `/api/v1${path}`, { cookie });
  const refresh = (token: string, headers = {}): Promise<Answer> =>
    new Visitor(server).send('POST', '/api/v1/refresh', { cookie: `${REFRESH}=${token}`, ...headers });

  beforeAll(async () => {
    server = await start({ ...SECURE, LANGFLOW_CORS_ORIGINS: 'https://studio.example' });
  });

  it('come as JSON and as two cookies, for an hour and a week (A65)', async () => {
    const answer = await new Visitor(server).login(SUPERUSER, PASSWORD);
    const { access_token, refresh_token, token_type, ...others } = answer.json;
    expect([answer.status, token_type, others]).toEqual([200, 'bearer', {}]);
    const cookies = [setCookie(answer, ACCESS), setCookie(answer, REFRESH)];
    expect(cookies.map((cookie) => cookie?.value)).toEqual([access_token, refresh_token]);
    for (const [cookie, seconds] of [
      [cookies[0], 3600],
      [cookies[1], 604_800],
    ] as const) {
      expect(cookie?.others).toBe('Path=/; HttpOnly; SameSite=Lax');
      expect(Math.abs((cookie?.age ?? 0) - seconds)).toBeLessThan(5);
    }
    expect(answer.headers['cache-control']).toBe('no-store');
    for (const one of [await byBearer(access_token), await byCookie(`${ACCESS}=${access_token}`)])
      expect([one.status, one.json.username]).toEqual([200, SUPERUSER]);
  });

  it('come by the login page as cookies too (A65)', async () => {
    const answer = await new Visitor(server).submit('/login', { username: SUPERUSER, password: PASSWORD });
    expect(setCookie(answer, REFRESH)?.others).toBe('Path=/; HttpOnly; SameSite=Lax');
    expect((await byCookie(`${ACCESS}=${setCookie(answer, ACCESS)?.value}`)).status).toBe(200);
  });

  it('are Secure where the site is on https (A65)', async () => {
    const https = await start({ ...SECURE, DOORWARD_PUBLIC_URL: 'https://flows.example' });
    const answer = await new Visitor(https).login(SUPERUSER, PASSWORD);
    for (const name of [ACCESS, REFRESH])
      expect(setCookie(answer, name)?.others).toBe('Path=/; HttpOnly; SameSite=Lax; Secure');
    await https.stop();
  });

  describe('are renewed', () => {
    it('by the refresh cookie, for a pair that is good (A66)', async () => {
      const first = await login();
      const answer = await refresh(first.refresh_token);
      expect([answer.status, Object.keys(answer.json)]).toEqual([200, ['access_token', 'refresh_token', 'token_type']]);
      expect(setCookie(answer, ACCESS)?.value).toBe(answer.json.access_token);
      expect(setCookie(answer, REFRESH)?.value).toBe(answer.json.refresh_token);
      expect(answer.json.refresh_token).not.toBe(first.refresh_token);
      expect((await byBearer(answer.json.access_token)).json.username).toBe(SUPERUSER);
    });

    it('to the same pair for two requests at once, since one of the answers may be lost (A66)', async () => {
      const first = await login();
      const answers = await Promise.all([1, 2, 3].map(() => refresh(first.refresh_token)));
      expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
      expect((await refresh(answers[0]?.json.refresh_token)).status).toBe(200);
    });

    it('and the refresh token before is refused, and ends all that came of it (A66)', async () => {
      const other = await login();
      const first = await login();
      const second: Pair = (await refresh(first.refresh_token)).json;
      const third: Pair = (await refresh(second.refresh_token)).json;
      const stolen = await refresh(first.refresh_token);
      expect([stolen.status, stolen.json]).toEqual([401, { detail: 'Invalid refresh token' }]);
      expect(setCookie(stolen, ACCESS)?.value ?? '').toBe('');
      for (const { access_token, refresh_token } of [first, second, third]) {
        expect((await byBearer(access_token)).json).toEqual({ detail: 'Could not validate credentials' });
        expect((await refresh(refresh_token)).status).toBe(401);
      }
      expect((await byBearer(other.access_token)).status).toBe(200);
    });

    for (const what of share(['and ten seconds later the refresh token before is a stolen one (A66)'])) {
      it(what, async () => {
        const first = await login();
        const second: Pair = (await refresh(first.refresh_token)).json;
        await pause(10_500);
        expect((await refresh(first.refresh_token)).status).toBe(401);
        expect((await byBearer(second.access_token)).status).toBe(401);
        expect((await refresh(second.refresh_token)).status).toBe(401);
      }, 20_000);
    }

    it('by nothing else: an access token is no refresh token, nor the reverse (A66)', async () => {
      const { access_token, refresh_token } = await login();
      for (const token of [access_token, '', 'made-up', `${refresh_token}x`, refresh_token.replace('dwr_', 'dwa_')])
        expect([token, (await refresh(token)).status]).toEqual([token, 401]);
      expect((await new Visitor(server).send('POST', '/api/v1/refresh', {})).status).toBe(401);
      expect((await byBearer(refresh_token)).status).toBe(401);
      expect((await byCookie(`${ACCESS}=${refresh_token}`)).status).toBe(401);
      expect((await byBearer(access_token)).status).toBe(200);
    });

    it('by no page of another site, unless it is listed (A76)', async () => {
      const { refresh_token } = await login();
      const evil = await refresh(refresh_token, { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' });
      const { 'set-cookie': cookies, 'access-control-allow-origin': allowed } = evil.headers;
      expect([evil.status, cookies, allowed]).toEqual([403, undefined, undefined]);
      const studio = await refresh(refresh_token, { origin: 'https://studio.example' });
      expect([studio.status, studio.headers['access-control-allow-credentials']]).toEqual([200, 'true']);
    });
  });

  describe('are over at a logout', () => {
    it('by the cookies, which go with the attributes that they came with (A67)', async () => {
      const visitor = new Visitor(server);
      const came = await visitor.login(SUPERUSER, PASSWORD);
      const { access_token, refresh_token } = came.json;
      const other = await login();
      const answer = await visitor.api('POST', '/logout');
      expect([answer.status, answer.json]).toEqual([200, { message: 'Logout successful' }]);
      for (const name of [ACCESS, REFRESH]) {
        expect(setCookie(answer, name)).toEqual({ value: '', age: 0, others: setCookie(came, name)?.others });
      }
      expect((await byBearer(access_token)).status).toBe(401);
      expect((await refresh(refresh_token)).status).toBe(401);
      expect((await byBearer(other.access_token)).status).toBe(200);
    });

    it('by the access token alone, for a program (A67)', async () => {
      const { access_token, refresh_token } = await login();
      await new Visitor(server).send('POST', '/api/v1/logout', { authorization: `Bearer ${access_token}` });
      expect((await byBearer(access_token)).status).toBe(401);
      expect((await refresh(refresh_token)).status).toBe(401);
    });

    it('by the page (A67)', async () => {
      const visitor = await signedIn(server, SUPERUSER, PASSWORD);
      const { cookie } = visitor;
      const answer = await visitor.submit('/logout');
      expect([setCookie(answer, ACCESS)?.age, setCookie(answer, REFRESH)?.age]).toEqual([0, 0]);
      expect((await byCookie(cookie)).status).toBe(401);
    });
  });

  it('fail at once, both of them, when the user is deactivated (A72)', async () => {
    const superuser = await signedIn(server, SUPERUSER, PASSWORD);
    const made = await superuser.api('POST', '/users/', { username: 'ada', password: PHRASE, is_active: true });
    const { access_token, refresh_token } = await login('ada', PHRASE);
    const key = (await signedIn(server, 'ada', PHRASE).then((ada) => ada.api('POST', '/api_key/', {}))).json.api_key;
    const byKey = (): Promise<Answer> => new Visitor(server).send('GET', '/api/v1/flows', { 'x-api-key': key });
    expect([(await byBearer(access_token)).status, (await byKey()).status]).toEqual([200, 200]);
    await superuser.api('PATCH', `/users/${made.json.id}`, { is_active: false });
    expect([(await byBearer(access_token)).status, (await byKey()).status]).toEqual([401, 401]);
    expect([(await refresh(refresh_token)).status, (await byCookie(`${ACCESS}=${access_token}`)).status]).toEqual([
      401, 401,
    ]);
    await superuser.api('PATCH', `/users/${made.json.id}`, { is_active: true });
    expect([(await byBearer(access_token)).status, (await byKey()).status]).toEqual([401, 200]);
  });

  describe('with times and names of one’s own', () => {
    const OWN = {
      ...SECURE,
      LANGFLOW_ACCESS_TOKEN_EXPIRE_SECONDS: '2',
      LANGFLOW_REFRESH_TOKEN_EXPIRE_SECONDS: '2592000',
      LANGFLOW_ACCESS_COOKIE: 'mill_access',
      LANGFLOW_REFRESH_COOKIE: 'mill_refresh',
    };
    const [A, R] = ['mill_access', 'mill_refresh'];

    it('are over when they say, for programs, while a browser goes on with new cookies (A65, A37, A38)', async () => {
      const own = await start(OWN);
      const browser = new Visitor(own);
      const came = await browser.login(SUPERUSER, PASSWORD);
      expect([setCookie(came, A)?.age, setCookie(came, R)?.age]).toEqual([expect.any(Number), expect.any(Number)]);
      expect(Math.abs((setCookie(came, R)?.age ?? 0) - 2_592_000)).toBeLessThan(5);
      const bearer = (token: string): Promise<Answer> =>
        new Visitor(own).send('GET', '/api/v1/users/whoami', { authorization: `Bearer ${token}` });
      await pause(3_100);
      const late = await bearer(came.json.access_token);
      expect([late.status, late.json]).toEqual([401, { detail: 'Token has expired.' }]);

      const cookie = `${A}=${came.json.access_token}; ${R}=${came.json.refresh_token}`;
      const many = await Promise.all(
        Array.from({ length: 10 }, () => new Visitor(own).send('GET', '/api/v1/flows', { cookie })),
      );
      expect(many.map(({ status }) => status)).toEqual(Array(10).fill(200));
      expect(new Set(many.map((answer) => setCookie(answer, R)?.value)).size).toBe(1);
      const renewed = setCookie(many[0] as Answer, A)?.value ?? '';
      expect((await bearer(renewed)).status).toBe(200);
      await own.stop();
    });

    it('are renewed by Doorward’s own pages too, and by a refusal (A37)', async () => {
      const own = await start(OWN);
      const renewedAt = async (path: string): Promise<void> => {
        const browser = new Visitor(own);
        const came = await browser.login(SUPERUSER, PASSWORD);
        await pause(3_100);
        const answer = await browser.open(path);
        expect([path, setCookie(answer, R)?.value ?? '']).toEqual([path, expect.stringMatching(/^dwr_/)]);
        expect(setCookie(answer, R)?.value).not.toBe(came.json.refresh_token);
        expect((await browser.api('GET', '/users/whoami')).status).toBe(200);
      };
      await Promise.all(['/account', '/admin', '/nowhere', '/api/v1/flows/none'].map(renewedAt));
      await own.stop();
    });

    it('signing in, out or refreshing with a pair that is over says one thing of each cookie (A65, A66, A67)', async () => {
      const own = await start(OWN);
      const lines = (answer: Answer): readonly string[] =>
        (answer.headers['set-cookie'] ?? []).filter((line) => line.startsWith('mill_'));
      const cookieOf = ({ json }: Answer): string => `${A}=${json.access_token}; ${R}=${json.refresh_token}`;
      const send = (path: string, cookie: string, body = ''): Promise<Answer> =>
        new Visitor(own).send('POST', `/api/v1${path}`, { ...FORM_TYPE, cookie }, body);
      const [one, two, three] = [1, 2, 3].map(() => new Visitor(own).login(SUPERUSER, PASSWORD));
      const cookies = (await Promise.all([one, two, three])).map((answer) => cookieOf(answer as Answer));
      await pause(3_100);
      const [first = '', second = '', third = ''] = cookies;
      const body = new URLSearchParams({ username: SUPERUSER, password: PASSWORD }).toString();
      const signed = await send('/login', first, body);
      expect([setCookie(signed, A)?.value, lines(signed)]).toEqual([signed.json.access_token, Array(2).fill(ANY)]);
      const fresh = await send('/refresh', second);
      expect([setCookie(fresh, R)?.value, lines(fresh)]).toEqual([fresh.json.refresh_token, Array(2).fill(ANY)]);
      const out = await send('/logout', third);
      expect([setCookie(out, A)?.age, setCookie(out, R)?.age, lines(out)]).toEqual([0, 0, Array(2).fill(ANY)]);
      const bearer = { authorization: `Bearer ${fresh.json.access_token}` };
      expect((await new Visitor(own).send('GET', '/api/v1/users/whoami', bearer)).status).toBe(200);
      await own.stop();
    });
  });
});

const ANY = expect.stringMatching(/^mill_/);

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));
