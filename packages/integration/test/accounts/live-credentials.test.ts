/**
 * Sockets and event streams that a program's credential let in: each ends with what it hangs on.
 */

import { createHmac } from 'node:crypto';
import type { Doorward } from '@doorward/auth';
import {
  accountsOf,
  attempt,
  basic,
  givenHolder,
  givenPair,
  givenUser,
  MACHINE,
  OTHER_PASSWORD,
  PASSWORD,
  setCookies,
  signInAs,
} from '@doorward/testing';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { WebSocket } from 'ws';
import { closed, issued, type LiveServer, startLiveServer } from './live-server.ts';

let server: LiveServer;
beforeEach(async () => {
  server = await startLiveServer();
});
afterEach(() => server.close());

/** The holder of a key, as a session has him. */
const himself = (subject: string) => ({
  principal: {
    subject,
    name: 'watcher',
    roles: ['viewer', 'clerk'],
    permissions: ['*:read', 'reports:read'],
    method: 'password',
  },
  clientAddress: '',
});

const KEY_ENDS: Readonly<Record<string, (auth: Doorward, user: string, key: string) => Promise<unknown>>> = {
  'the key is deleted': async (auth, _user, key) => accountsOf(auth).keys?.delete(MACHINE, key),
  'the key is disabled': async (auth, _user, key) =>
    accountsOf(auth).keys?.update(MACHINE, key, { status: 'disabled' }),
  'the key is replaced': async (auth, user, key) => accountsOf(auth).keys?.rotate(himself(user), key, 0),
  'its user is disabled': (auth, user) => accountsOf(auth).users.update(MACHINE, user, { status: 'disabled' }),
  'its user is deleted': (auth, user) => accountsOf(auth).users.delete(MACHINE, user),
  'a role of its user gives less': async (auth) =>
    accountsOf(auth).customRoles.update(MACHINE, 'clerk', { permissions: [] }),
  'its user has other roles': (auth, user) => accountsOf(auth).users.update(MACHINE, user, { roles: [] }),
};

describe('connections of an API key', () => {
  it.each(Object.entries(KEY_ENDS))(
    'end when %s in another process, and no other does (W3, V39, S6, A29, A72)',
    async (_what, change) => {
      await accountsOf(server.auth).customRoles.create(MACHINE, { name: 'clerk', permissions: ['reports:read'] });
      const { user, id, key } = await givenHolder(server, 'watcher', { roles: ['viewer', 'clerk'] });
      const other = await givenHolder(server, 'bystander');
      const { socket, status } = await server.open('/', { 'x-api-key': key, origin: 'https://elsewhere.example' });
      const untouched = await server.open('/', { 'x-api-key': other.key });
      const events = await server.stream('/events', { authorization: `Bearer ${key}` });
      expect([status, untouched.status, events.status]).toEqual([101, 101, 200]);
      await change(await server.another(), user.id, id);
      expect(await Promise.all([closed(socket), events.ended()])).toEqual([true, true]);
      expect(untouched.socket.readyState).toBe(WebSocket.OPEN);
    },
  );

  it('of a service end with the key in this process too, and do not begin again (S6)', async () => {
    const { keys } = accountsOf(server.auth);
    const service = await keys?.createService(MACHINE, { name: 'feed', roles: ['viewer'] });
    const headers = { 'x-api-key': service?.secret ?? '' };
    const { socket, status } = await server.open('/', headers);
    const events = await server.stream('/events', headers);
    expect([status, events.status]).toEqual([101, 200]);
    await keys?.delete(MACHINE, service?.key.id ?? '');
    expect(await Promise.all([closed(socket), events.ended()])).toEqual([true, true]);
    expect((await server.open('/', headers)).status).toBe(401);
  });

  it('end at the key’s time (A29)', async () => {
    const { key } = await givenHolder(server, 'timed', { expiresAt: new Date(Date.now() + 60_000).toISOString() });
    const { socket } = await server.open('/', { 'x-api-key': key });
    server.advance(61);
    expect(await closed(socket)).toBe(true);
  });

  it('do not show the app a key that came in the address (A74)', async () => {
    const { key } = await givenHolder(server, 'linked');
    const { status } = await server.open(`/live?api_key=${key}&a=1`, {});
    expect([status, server.opened]).toEqual([101, ['/live?a=1']]);
    const refused = await server.open(`/live?api_key=${key}x`, {});
    expect(refused.status).toBe(401);
  });
});

describe('connections of name and password', () => {
  it.each([
    ['another password', { password: OTHER_PASSWORD }],
    ['being disabled', { status: 'disabled' }],
    ['other roles', { roles: ['viewer', 'editor'] }],
  ] as const)('end with %s in another process (W3, V39, S6, A72)', async (_what, change) => {
    const user = await givenUser(server.auth, { username: 'basic', roles: ['viewer'] });
    const { socket, status } = await server.open('/', { authorization: basic('basic', PASSWORD) });
    expect(status).toBe(101);
    await accountsOf(await server.another()).users.update(MACHINE, user.id, change);
    expect(await closed(socket)).toBe(true);
  });

  it('end when a role of the user gives less, by another process (S6)', async () => {
    await accountsOf(server.auth).customRoles.create(MACHINE, { name: 'clerk', permissions: ['reports:read'] });
    await givenUser(server.auth, { username: 'basic', roles: ['clerk'] });
    const { socket, status } = await server.open('/', { authorization: basic('basic', PASSWORD) });
    expect(status).toBe(101);
    await accountsOf(await server.another()).customRoles.update(MACHINE, 'clerk', { permissions: [] });
    expect(await closed(socket)).toBe(true);
  });
});

describe('connections of tokens', () => {
  it('end with the session, be it revoked, or its user disabled, and not with the access token (W3, A67, A72)', async () => {
    const { auth, http } = server;
    const user = await givenUser(auth, { username: 'holder' });
    const [revoked, kept] = [await givenPair(http, 'holder'), await givenPair(http, 'holder')];
    const first = await server.open('/', { authorization: `Bearer ${revoked.access}` });
    const second = await server.open('/', { authorization: `Bearer ${kept.access}` });
    await http.post('/auth/revoke').type('form').send({ token: revoked.refresh });
    expect(await closed(first.socket)).toBe(true);
    server.advance(3_700);
    await new Promise((resolve) => setTimeout(resolve, 1_500));
    expect(second.socket.readyState).toBe(WebSocket.OPEN);
    await accountsOf(await server.another()).users.update(MACHINE, user.id, { status: 'disabled' });
    expect(await closed(second.socket)).toBe(true);
  });

  it('of an outside issuer end when the token is over (W3)', async () => {
    const { socket, status } = await server.open('/', { authorization: `Bearer ${issued(3)}` });
    const events = await server.stream('/events', { authorization: `Bearer ${issued(600)}` });
    expect([status, events.status]).toEqual([101, 200]);
    expect(await closed(socket)).toBe(true);
    server.advance(601);
    expect(await events.ended()).toBe(true);
    const forged = `${issued(600).split('.').slice(0, 2).join('.')}.${createHmac('sha256', 'x').update('x').digest('base64url')}`;
    for (const token of [forged, issued(-1)])
      expect((await server.open('/', { authorization: `Bearer ${token}` })).status).toBe(401);
  });
});

describe('an upgrade with a pair of cookies', () => {
  async function pair(username: string): Promise<string> {
    const response = await attempt(server.http, { username });
    const lines = setCookies(response.headers).map((line) => line.split(';', 1)[0] ?? '');
    return lines.filter((line) => !line.includes('_browser')).join('; ');
  }

  it('whose access token is over is let in by the other, and nothing is used up or handed out (A37, decision 16)', async () => {
    const { auth, http } = server;
    const user = await givenUser(auth, { username: 'ada' });
    const cookie = await pair('ada');
    server.advance(3_601);
    for (let n = 0; n < 3; n += 1) {
      const { status, socket, cookies } = await server.open('/', { cookie, origin: server.origin });
      socket.terminate();
      expect([status, cookies]).toEqual([101, []]);
      // Beyond the time in which a refresh token that was used gives the same once more.
      server.advance(11);
    }
    const { status, socket } = await server.open('/', { cookie, origin: server.origin });
    expect(status).toBe(101);
    const renewed = await http.get('/').set('cookie', cookie);
    expect([renewed.status, setCookies(renewed.headers)]).toEqual([
      200,
      [expect.stringMatching(/^token=/), expect.stringMatching(/^refresh_token=/)],
    ]);
    await accountsOf(auth).users.update(MACHINE, user.id, { status: 'disabled' });
    expect(await closed(socket)).toBe(true);
    expect((await server.open('/', { cookie, origin: server.origin })).status).toBe(401);
  });

  it('is refused to a page of another site, whichever of the two counts (W4, W5)', async () => {
    await givenUser(server.auth, { username: 'ada' });
    const cookie = await pair('ada');
    for (const from of ['https://evil.example', 'null', `${server.origin}.evil.example`]) {
      expect((await server.open('/', { cookie, origin: from })).status).toBe(403);
    }
    server.advance(3_601);
    expect((await server.open('/', { cookie, origin: 'https://evil.example' })).status).toBe(403);
    expect((await server.open('/', { cookie })).status).toBe(403);
    expect(server.opened).toEqual([]);
  });
});

describe('a ticket', () => {
  async function ticketFor(path: string, cookie: string): Promise<string> {
    const made = await server.http
      .post('/auth/api/tickets')
      .set({ cookie, 'sec-fetch-site': 'same-origin' })
      .send({ path });
    return made.body.ticket;
  }

  it('lets one socket of a foreign page in at its path, which ends with the session (W3, W5, L10)', async () => {
    const { auth, http } = server;
    await givenUser(auth, { username: 'ada' });
    const cookie = await signInAs(http, { username: 'ada' });
    const foreign = { origin: 'https://elsewhere.example' };
    const ticket = await ticketFor('/live', cookie);
    const { status, socket } = await server.open(`/live?a=1&access_ticket=${ticket}`, foreign);
    expect([status, server.opened]).toEqual([101, ['/live?a=1']]);
    expect((await server.open(`/live?access_ticket=${ticket}`, foreign)).status).toBe(401);
    expect((await server.open(`/other?access_ticket=${await ticketFor('/live', cookie)}`, foreign)).status).toBe(401);
    const together = await ticketFor('/live', cookie);
    const many = await Promise.all(
      Array.from({ length: 8 }, () => server.open(`/live?access_ticket=${together}`, foreign)),
    );
    expect(many.filter((each) => each.status === 101)).toHaveLength(1);
    await http.post('/auth/logout').set({ cookie, 'sec-fetch-site': 'same-origin' });
    expect(await closed(socket)).toBe(true);
  });

  it('lets one event stream in, which ends with the session (W3)', async () => {
    const { auth, http } = server;
    const user = await givenUser(auth, { username: 'ada' });
    const cookie = await signInAs(http, { username: 'ada' });
    const ticket = await ticketFor('/events', cookie);
    const events = await server.stream(`/events?access_ticket=${ticket}`, {
      origin: 'https://elsewhere.example',
      accept: 'text/event-stream',
    });
    expect([events.status, server.opened]).toEqual([200, ['/events']]);
    await accountsOf(await server.another()).users.update(MACHINE, user.id, { status: 'disabled' });
    expect(await events.ended()).toBe(true);
  });
});
