import { createKeyRing, createMemoryStore, type ExpiringStore } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { losable } from './api/people.ts';
import { PATHS } from './fixture/compose-people.ts';
import { COOKIE, type GivenPeople, givenPeople, ORIGIN, PASSWORD } from './fixture/given-people.ts';

const SECRET = 'q8Zt1Vx0cW5mJ7rYb3LkP9sDf6GhNa2E';
const TOKEN = '/auth/token';
const REVOKE = '/auth/revoke';
const SCRIPT = { accept: '*/*', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' };
const FORM = { 'content-type': 'application/x-www-form-urlencoded' };

interface Given extends GivenPeople {
  readonly clock: { time: number };
  /** Sends a form as a program does; answers the JSON of the answer with it. */
  send(path: string, fields: Record<string, string>, headers?: Record<string, string>): Promise<Answered>;
  /** Whom a request with this access token acts as; `null` when it is refused. */
  whoIs(token: unknown): Promise<string | null>;
  pair(): Promise<Record<string, string>>;
}

interface Answered {
  readonly status: number;
  readonly headers: Headers;
  readonly json: Record<string, string>;
}

async function given(
  options: { passwordGrant?: boolean; refreshSeconds?: number; store?: ExpiringStore } = {},
): Promise<Given> {
  const { passwordGrant = true, refreshSeconds = 1800, store } = options;
  const clock = { time: Date.UTC(2026, 0, 1) };
  const now = () => clock.time;
  const people = await givenPeople({
    passwordGrant,
    core: {
      now,
      store: store ?? createMemoryStore({ now }),
      keys: createKeyRing([SECRET]),
      tokens: { accessSeconds: 600, refreshSeconds, headers: [], cookies: null },
      paths: { ...PATHS, token: TOKEN, revoke: REVOKE },
    },
  });
  const send: Given['send'] = async (path, fields, headers = {}) => {
    const body = new URLSearchParams(fields).toString();
    const page = await people.browser().send('POST', path, { body, headers: { ...SCRIPT, ...FORM, ...headers } });
    return { status: page.status, headers: page.headers, json: page.html === '' ? {} : JSON.parse(page.html) };
  };
  return {
    ...people,
    clock,
    send,
    async whoIs(token) {
      const page = await people.browser().get('/app', { ...SCRIPT, authorization: `Bearer ${String(token)}` });
      return page.status === 200 ? page.html : null;
    },
    pair: async () => (await send(TOKEN, PASSWORD_GRANT)).json,
  };
}

const PASSWORD_GRANT = { grant_type: 'password', username: 'viewer', password: PASSWORD };
const refreshWith = (token: unknown) => ({ grant_type: 'refresh_token', refresh_token: String(token) });

describe('the token endpoint, asked with a name and a password (RFC 6749 §4.3)', () => {
  it('answers a pair that lets requests in', async () => {
    const { send, whoIs } = await given();
    const { status, headers, json } = await send(TOKEN, PASSWORD_GRANT);
    expect([status, headers.get('content-type'), headers.get('cache-control'), headers.get('pragma')]).toEqual([
      200,
      'application/json',
      'no-store',
      'no-cache',
    ]);
    expect(json).toEqual({
      access_token: expect.stringMatching(/^dwa_/),
      token_type: 'Bearer',
      expires_in: 600,
      refresh_token: expect.stringMatching(/^dwr_/),
      refresh_expires_in: 1800,
    });
    expect(headers.getSetCookie()).toEqual([]);
    expect(await whoIs(json['access_token'])).toBe('the app, for viewer');
    expect(await whoIs(json['refresh_token'])).toBeNull();
  });

  it('answers no refresh token where there are none', async () => {
    const { send } = await given({ refreshSeconds: 0 });
    expect(Object.keys((await send(TOKEN, PASSWORD_GRANT)).json)).toEqual(['access_token', 'token_type', 'expires_in']);
  });

  it('does not know that grant unless it is switched on', async () => {
    const { send, events } = await given({ passwordGrant: false });
    const { status, json } = await send(TOKEN, PASSWORD_GRANT);
    expect([status, json['error']]).toEqual([400, 'unsupported_grant_type']);
    expect(json['error_description']).not.toContain('password');
    expect(events).toEqual([]);
  });

  it.each([
    [{ password: 'wrong' }, 400, 'invalid_grant'],
    [{ username: 'nobody' }, 400, 'invalid_grant'],
    [{ username: 'paul' }, 400, 'invalid_grant'],
    [{ username: 'dora' }, 400, 'invalid_grant'],
    [{ username: '' }, 400, 'invalid_request'],
    [{ password: '' }, 400, 'invalid_request'],
  ])('refuses %j, and does not repeat what was sent (S17)', async (wrong, status, error) => {
    const { send, add } = await given();
    await add({ username: 'paul', roles: ['viewer'], status: 'pending' });
    await add({ username: 'dora', roles: ['viewer'], status: 'disabled' });
    const answered = await send(TOKEN, { ...PASSWORD_GRANT, ...wrong });
    expect([answered.status, answered.json['error']]).toEqual([status, error]);
    expect(JSON.stringify(answered.json)).not.toContain(PASSWORD);
    expect(answered.json['access_token']).toBeUndefined();
  });

  it('answers the same for an unknown, a wrong and a disabled one (V3)', async () => {
    const { send, add } = await given();
    await add({ username: 'dora', roles: ['viewer'], status: 'disabled' });
    const tries = [{ username: 'nobody' }, { password: 'wrong' }, { username: 'dora' }];
    const answers = await Promise.all(
      tries.map(async (wrong) => (await send(TOKEN, { ...PASSWORD_GRANT, ...wrong })).json),
    );
    expect(new Set(answers.map((json) => JSON.stringify(json))).size).toBe(1);
  });

  it('limits guesses like the login page (F13)', async () => {
    const { send } = await given();
    const statuses: number[] = [];
    for (let guess = 0; guess < 12; guess += 1)
      statuses.push((await send(TOKEN, { ...PASSWORD_GRANT, password: `guess ${guess}` })).status);
    expect([statuses.slice(0, 10).every((status) => status === 400), statuses.at(-1)]).toEqual([true, 429]);
    const right = await send(TOKEN, PASSWORD_GRANT);
    expect([right.status, right.json['error'], Number(right.headers.get('retry-after')) > 0]).toEqual([
      429,
      'invalid_grant',
      true,
    ]);
  });

  it('gives one who has to change the password no more than the login would', async () => {
    const { send, add, whoIs } = await given();
    await add({ username: 'nora', roles: ['viewer'], mustChangePassword: true });
    const { json } = await send(TOKEN, { ...PASSWORD_GRANT, username: 'nora' });
    expect(await whoIs(json['access_token'])).toBeNull();
  });
});

describe('the token endpoint, asked with a refresh token (RFC 6749 §6)', () => {
  it('answers the next pair, and after ten seconds takes the one before for a theft (A66)', async () => {
    const { send, pair, whoIs, clock } = await given();
    const first = await pair();
    clock.time += 60_000;
    const second = await send(TOKEN, refreshWith(first['refresh_token']));
    expect([second.status, second.json['expires_in'], second.headers.getSetCookie()]).toEqual([200, 600, []]);
    expect(second.json['refresh_token']).not.toBe(first['refresh_token']);
    expect((await send(TOKEN, refreshWith(first['refresh_token']))).json).toEqual(second.json);
    clock.time += 11_000;
    const reused = await send(TOKEN, refreshWith(first['refresh_token']));
    expect([reused.status, reused.json['error']]).toEqual([400, 'invalid_grant']);
    expect(await whoIs(second.json['access_token'])).toBeNull();
    expect((await send(TOKEN, refreshWith(second.json['refresh_token']))).status).toBe(400);
  });

  it('takes no access token, no session cookie, and nothing made up', async () => {
    const { send, pair, as } = await given();
    const { access_token } = await pair();
    const session = (await as('viewer')).cookies.get(COOKIE);
    for (const token of [access_token, session, 'x', `dwr_${'a'.repeat(43)}.0.1.1.${'a'.repeat(43)}`, '__proto__']) {
      const { status, json } = await send(TOKEN, refreshWith(token));
      expect([token, status, json['error']]).toEqual([token, 400, 'invalid_grant']);
    }
  });

  it('is over when its time is, and when its user is disabled (A19)', async () => {
    const { send, pair, clock, accounts, users } = await given();
    const [late, shutOut] = [await pair(), await pair()];
    const actor = {
      principal: { subject: 'machine', name: '', roles: [], permissions: ['*'], method: '' },
      clientAddress: '',
    };
    await accounts.users.update(actor, users.viewer.id, { status: 'disabled' });
    expect((await send(TOKEN, refreshWith(shutOut['refresh_token']))).json['error']).toBe('invalid_grant');
    clock.time += 1_900_000;
    expect((await send(TOKEN, refreshWith(late['refresh_token']))).json['error']).toBe('invalid_grant');
  });

  it('reads no cookie: neither the session of a browser nor a token in one', async () => {
    const { send, as, pair } = await given();
    const session = (await as('viewer')).cookies.get(COOKIE);
    const { refresh_token } = await pair();
    const cookie = `${COOKIE}=${session}; refresh_token=${refresh_token}; ${COOKIE}_refresh=${refresh_token}`;
    const { status, json } = await send(TOKEN, { grant_type: 'refresh_token' }, { cookie, origin: ORIGIN });
    expect([status, json['error']]).toEqual([400, 'invalid_request']);
  });
});

describe('the revocation endpoint (RFC 7009 §2)', () => {
  it.each(['access_token', 'refresh_token'])('ends both by the %s, and says so in an event (S3)', async (which) => {
    const { send, pair, whoIs, events } = await given();
    const made = await pair();
    const { status, headers, json } = await send(REVOKE, { token: made[which] ?? '', token_type_hint: 'nonsense' });
    expect([status, headers.get('cache-control'), json]).toEqual([200, 'no-store', {}]);
    expect(await whoIs(made['access_token'])).toBeNull();
    expect((await send(TOKEN, refreshWith(made['refresh_token']))).status).toBe(400);
    expect(events).toContainEqual(expect.objectContaining({ type: 'logout', subject: 'id-of-viewer' }));
  });

  it('says the same of a token that is over or never was, and ends nothing (RFC 7009 §2.2)', async () => {
    const { send, pair, whoIs } = await given();
    const made = await pair();
    for (const token of ['x', '__proto__', `${made['refresh_token']}x`, 'x'.repeat(5000)])
      expect([token, (await send(REVOKE, { token })).status]).toEqual([token, 200]);
    const { status, json } = await send(REVOKE, {});
    expect([status, json['error']]).toEqual([400, 'invalid_request']);
    expect(await whoIs(made['access_token'])).toBe('the app, for viewer');
  });
});

describe.each([TOKEN, REVOKE])('%s', (path) => {
  const fields = { ...PASSWORD_GRANT, token: 'x' };
  const text = new URLSearchParams(fields).toString();

  it.each([
    [{ 'content-type': 'application/json' }, JSON.stringify(fields), 415],
    [{ 'content-type': 'text/plain' }, text, 415],
    [{ 'content-type': 'multipart/form-data; boundary=x' }, '--x--', 415],
    [{ ...FORM, 'content-encoding': 'gzip' }, text, 415],
    [FORM, `${text}&${text}`, 400],
    [FORM, `${text}&pad=${'x'.repeat(17_000)}`, 413],
    [FORM, '', 400],
  ])('takes a small form, each field once, as OAuth says it: %j', async (headers, body, status) => {
    const { browser } = await given();
    const page = await browser().send('POST', path, { body, headers: { ...SCRIPT, ...headers } as never });
    const { error, ...others } = JSON.parse(page.html);
    expect([page.status, error, Object.keys(others)]).toEqual([status, 'invalid_request', ['error_description']]);
  });

  it('is refused from a page of another site (W8)', async () => {
    const { send, events } = await given();
    for (const headers of [{ origin: 'https://evil.example' }, { origin: 'null' }, { 'sec-fetch-site': 'cross-site' }])
      expect([headers, (await send(path, fields, headers as never)).status]).toEqual([headers, 403]);
    expect(events).toEqual([]);
  });

  it('answers 405 with Allow to other methods, and takes nothing from an address', async () => {
    const { browser, events } = await given();
    for (const method of ['GET', 'PUT', 'DELETE']) {
      const page = await browser().send(method, `${path}?${text}`, { headers: SCRIPT });
      expect([method, page.status, page.headers.get('allow')]).toEqual([method, 405, 'POST']);
      expect(page.text).toContain('Use one of the methods that the header Allow names.');
    }
    expect(events).toEqual([]);
  });

  it('says when the store cannot be reached, and to try again', async () => {
    let isLost = false;
    const { send, pair, errors } = await given({ store: losable(createMemoryStore(), () => isLost) });
    const { refresh_token = '' } = await pair();
    isLost = true;
    const { status, headers, json } = await send(path, { ...refreshWith(refresh_token), token: refresh_token });
    expect([status, json['error'], headers.get('retry-after')]).toEqual([503, 'temporarily_unavailable', '5']);
    expect(JSON.stringify(json)).not.toContain('10.1.2.3');
    expect(errors.length).toBeGreaterThan(0);
  });
});
