/**
 * Changing one’s password on the account page, and being made to.
 */

import { describe, expect, it } from '@jest/globals';
import { COOKIE, givenPeople, linksOf, PASSWORD } from '../fixture/given-people.ts';

const ACCOUNT = '/auth/account';
const NEW_PASSWORD = 'seven violet kettles hum';
const CHANGE = { current: PASSWORD, password: NEW_PASSWORD, repeat: NEW_PASSWORD };

describe('the own password', () => {
  it('is changed with the current one; this browser stays signed in by a new session, and all others end (A18, A19, A71, V9)', async () => {
    const { as, now, users, browser, login } = await givenPeople();
    const [me, other] = [await as('viewer'), await as('viewer')];
    const before = me.cookies.get(COOKIE);
    const page = await me.follow(`${ACCOUNT}/password`, CHANGE);
    expect([page.status, page.text.includes('Your password is changed')]).toEqual([200, true]);
    expect(me.cookies.get(COOKIE)).not.toBe(before);
    expect((await other.get(ACCOUNT)).location).toContain('/auth/login');
    expect((await now('viewer')).passwordHash).not.toBe(users.viewer.passwordHash);
    expect((await login(browser(), 'viewer')).status).toBe(401);
    expect((await login(browser(), 'viewer', NEW_PASSWORD)).status).toBe(303);
    const old = browser();
    old.cookies.set(COOKIE, before ?? '');
    expect((await old.get(ACCOUNT)).location).toContain('/auth/login');
  });

  it.each([
    [{ current: 'wrong password here' }, 400, 'current', 'The current password is not right'],
    [{ current: '' }, 400, 'current', 'The current password is not right'],
    [{ password: PASSWORD, repeat: PASSWORD }, 400, 'password', 'That is the password already'],
    [{ repeat: 'seven violet kettles hum!' }, 422, 'repeat', 'The two passwords differ'],
    [{ repeat: '' }, 422, 'repeat', 'The two passwords differ'],
    [{ password: 'short', repeat: 'short' }, 422, 'password', 'too short'],
    [{ password: 'password12345678', repeat: 'password12345678' }, 422, 'password', 'easy to guess'],
    [{ password: 'viewer@example.com', repeat: 'viewer@example.com' }, 422, 'password', 'easy to guess'],
  ])(
    'is refused with %j, at the field, without repeating a password (A18, A71, V9, S17)',
    async (wrong, status, field, says) => {
      const { as, now, users } = await givenPeople();
      const me = await as('viewer');
      const page = await me.post(`${ACCOUNT}/password`, { ...CHANGE, ...wrong });
      expect([page.status, page.text.includes(says)]).toEqual([status, true]);
      expect(page.html).toMatch(new RegExp(`<input id="${field}"[^>]*aria-invalid="true"`));
      for (const typed of Object.values({ ...CHANGE, ...wrong })) {
        if (typed.length > 5 && typed !== 'viewer@example.com') expect(page.html).not.toContain(typed);
      }
      expect(await now('viewer')).toEqual(users.viewer);
      expect((await me.get(ACCOUNT)).status).toBe(200);
    },
  );

  it('is refused when it is very long', async () => {
    const { as } = await givenPeople();
    const password = 'x y'.repeat(700);
    const page = await (await as('viewer')).post(`${ACCOUNT}/password`, { ...CHANGE, password, repeat: password });
    expect([page.status, page.text.includes('too long')]).toEqual([422, true]);
  });

  it('cannot be guessed by whoever found an open browser: wrong ones count (F13, V1)', async () => {
    const { as, now, users, events } = await givenPeople();
    const me = await as('viewer');
    const statuses: number[] = [];
    for (let i = 0; i < 22; i += 1) {
      statuses.push((await me.post(`${ACCOUNT}/password`, { ...CHANGE, current: `guess number ${i}` })).status);
    }
    expect(statuses.filter((status) => status === 429).length).toBe(12);
    const page = await me.post(`${ACCOUNT}/password`, CHANGE);
    expect([page.status, page.headers.get('retry-after')]).toEqual([429, '900']);
    expect(await now('viewer')).toEqual(users.viewer);
    expect(events.filter(({ type }) => type === 'login-failure').length).toBe(10);
  });

  it('of twenty changes at once is changed by one', async () => {
    const { as } = await givenPeople();
    const me = await as('viewer');
    const sent = await Promise.all(
      Array.from({ length: 20 }, (_, i) => {
        const password = `${NEW_PASSWORD} ${i}`;
        return me.post(`${ACCOUNT}/password`, { current: PASSWORD, password, repeat: password });
      }),
    );
    expect(sent.filter(({ status, location }) => status === 303 && location?.includes('done=password')).length).toBe(1);
  });
});

describe('somebody who has to change the password', () => {
  const owing = async () => {
    const given = await givenPeople();
    return { ...given, me: await given.as('admin', { obligation: 'change-password' }) };
  };

  it('sees that page alone, and why; everything else leads there, forms too', async () => {
    const { me, now, users, store } = await owing();
    await store.write((writer) => writer.putUser(users.admin));
    for (const path of [
      ACCOUNT,
      `${ACCOUNT}/`,
      `${ACCOUNT}/nothing`,
      '/auth/admin',
      '/auth/admin/audit',
      '/',
      '/app',
    ]) {
      const page = await me.get(path);
      expect([path, page.status, page.location]).toEqual([path, 303, `${ACCOUNT}/password`]);
    }
    for (const path of ['/profile', '/sessions/end-others', '/sessions/x/end']) {
      const page = await me.post(ACCOUNT + path, { username: 'changed' });
      expect([path, page.status, page.location]).toEqual([path, 303, `${ACCOUNT}/password`]);
    }
    expect(await now('admin')).toEqual(users.admin);
    const page = await me.get(`${ACCOUNT}/password`);
    expect([page.status, page.text.includes('Somebody else knows your password')]).toEqual([200, true]);
    expect(linksOf(page)).toEqual(['#main', '/']);
  });

  it('is free after the change, and lands where signing in would have led', async () => {
    const { me } = await owing();
    const page = await me.post(`${ACCOUNT}/password`, CHANGE);
    expect([page.status, page.location]).toEqual([303, '/']);
    expect((await me.get(ACCOUNT)).status).toBe(200);
    expect((await me.get('/app')).html).toBe('the app, for admin');
  });

  it('is led there by the login page', async () => {
    const { add, browser, login } = await givenPeople();
    await add({ username: 'nora', roles: ['viewer'], mustChangePassword: true });
    const me = browser();
    expect((await login(me, 'nora')).location).toBe(`${ACCOUNT}/password`);
  });
});
