/**
 * One’s sessions on the account page, and what every form there demands.
 */

import { describe, expect, it } from '@jest/globals';
import { formsOf, givenPeople, ORIGIN, PASSWORD } from '../fixture/given-people.ts';

const ACCOUNT = '/auth/account';
const NEW_PASSWORD = 'seven violet kettles hum';
const CHANGE = { current: PASSWORD, password: NEW_PASSWORD, repeat: NEW_PASSWORD };
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';

describe('the own sessions', () => {
  it('are listed by what a person knows them by, and this one is marked (V29)', async () => {
    const { as } = await givenPeople();
    const me = await as('viewer', { userAgent: FIREFOX, clientAddress: '192.0.2.7' });
    await as('viewer', { userAgent: '<script>alert(1)</script>', clientAddress: '2001:db8::1' });
    await as('viewer', { userAgent: '' });
    const page = await me.get(ACCOUNT);
    expect(page.text).toMatch(/Firefox on Linux This one 192\.0\.2\.7/);
    expect(page.text).toContain('3 sessions');
    expect(page.text).toContain('2001:db8::1');
    expect(page.text).toContain('Unknown device');
    expect(page.html).not.toContain('<script');
    expect(page.html).toMatch(/<time datetime="20\d\d-[^"]+Z">/);
    expect(formsOf(page).filter(({ action }) => action.endsWith('/end')).length).toBe(2);
  });

  it('end one by one, and all others at once; this one stays (V9, V29, S3)', async () => {
    const { as } = await givenPeople();
    const [me, second, third] = [await as('viewer'), await as('viewer'), await as('viewer')];
    const action = formsOf(await me.get(ACCOUNT)).find((form) => form.action.endsWith('/end'))?.action ?? '';
    const page = await me.follow(action);
    expect(page.text).toContain('The session has ended.');
    const states = async () => Promise.all([me, second, third].map(async (each) => (await each.get(ACCOUNT)).status));
    expect((await states()).sort()).toEqual([200, 200, 303]);
    expect((await me.follow(`${ACCOUNT}/sessions/end-others`)).text).toContain('Your other sessions have ended.');
    expect(await states()).toEqual([200, 303, 303]);
    expect(formsOf(await me.get(ACCOUNT)).some(({ action: each }) => each.includes('/end'))).toBe(false);
  });

  it('of somebody else are not found, and do not end (L11, L12)', async () => {
    const { as, core, users } = await givenPeople();
    const [me, other] = [await as('owner'), await as('viewer')];
    const [session] = await core.sessions.list(users.viewer.id);
    for (const id of [session?.id ?? '', 'nothing', 'x'.repeat(500)]) {
      const page = await me.post(`${ACCOUNT}/sessions/${id}/end`);
      expect([id, page.status >= 400 && page.status < 500]).toEqual([id, true]);
    }
    expect((await other.get(ACCOUNT)).status).toBe(200);
  });
});

describe('every form of the account', () => {
  const forms: readonly (readonly [string, Record<string, string>])[] = [
    ['/profile', { username: 'changed', email: '', displayName: '' }],
    ['/password', CHANGE],
    ['/sessions/end-others', {}],
  ];

  it.each(forms)(
    '%s is refused from another origin, and without a word of where it comes from (W4, decision 15)',
    async (path, fields) => {
      const { as, now, users } = await givenPeople();
      const [me, other] = [await as('viewer'), await as('viewer')];
      const type = { 'content-type': 'application/x-www-form-urlencoded' };
      const body = new URLSearchParams(fields).toString();
      for (const headers of [
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { origin: `${ORIGIN}.evil.example` },
        { origin: 'http://sub.own.example' },
        { origin: 'https://evil.example', 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
        {},
      ] as Record<string, string>[]) {
        const page = await me.send('POST', ACCOUNT + path, { body, headers: { ...type, ...headers } });
        expect([headers, page.status]).toEqual([headers, 403]);
      }
      expect(await now('viewer')).toEqual(users.viewer);
      expect((await other.get(ACCOUNT)).status).toBe(200);
    },
  );

  it.each(forms)('%s is refused too where the session is a pair of cookies (W4, decision 15)', async (path, fields) => {
    const tokens = {
      accessSeconds: 60,
      refreshSeconds: 600,
      headers: [],
      cookies: { access: ['at'], refresh: ['rt'] },
    };
    const { as, now, users } = await givenPeople({ core: { tokens } });
    const me = await as('viewer');
    const sent = await me.send('POST', ACCOUNT + path, {
      body: new URLSearchParams(fields).toString(),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect([[...me.cookies.keys()].includes('rt'), sent.status]).toEqual([true, 403]);
    expect(await now('viewer')).toEqual(users.viewer);
  });

  it.each(forms)('%s takes urlencoded alone, each field once, and at most 16 kB', async (path, fields) => {
    const { as, now, users } = await givenPeople();
    const me = await as('viewer');
    const own = { origin: ORIGIN };
    const form = { ...own, 'content-type': 'application/x-www-form-urlencoded' };
    const text = new URLSearchParams(fields).toString();
    const cases: [Record<string, string>, string, number][] = [
      [{ ...own, 'content-type': 'application/json' }, JSON.stringify(fields), 415],
      [{ ...own, 'content-type': 'text/plain' }, text, 415],
      [{ ...own, 'content-type': 'multipart/form-data; boundary=x' }, '--x--', 415],
      [{ ...form, 'content-encoding': 'gzip' }, text, 415],
      [form, `username=a&username=b&${text}`, 400],
      [form, `roles=a&roles=b&${text}`, 400],
      [form, `${text}&pad=${'x'.repeat(17_000)}`, 413],
      [form, Array.from({ length: 30 }, (_, i) => `f${i}=`).join('&'), 400],
    ];
    for (const [headers, body, status] of cases) {
      const page = await me.send('POST', ACCOUNT + path, { headers, body });
      expect([headers['content-type'], body.slice(0, 20), page.status]).toEqual([
        headers['content-type'],
        body.slice(0, 20),
        status,
      ]);
    }
    expect(await now('viewer')).toEqual(users.viewer);
  });
});
