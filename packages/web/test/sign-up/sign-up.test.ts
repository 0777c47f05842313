import { describe, expect, it } from '@jest/globals';
import { PATHS } from '../fixture/compose-people.ts';
import { formsOf, givenPeople, linksOf, ORIGIN } from '../fixture/given-people.ts';

const SIGN_UP = '/auth/sign-up';
const PASSWORD = 'seven violet kettles hum';
const NORA = { username: 'nora', email: 'nora@example.com', displayName: 'Nora', password: PASSWORD, repeat: PASSWORD };

describe('signing up', () => {
  it('with approval makes an account that waits, and says so (A68)', async () => {
    const { browser, store, login } = await givenPeople({ signUp: 'pending' });
    const page = await browser().follow(SIGN_UP, NORA);
    expect([page.status, page.text.includes('waiting for approval')]).toEqual([200, true]);
    expect(await store.userBy('nora')).toMatchObject({ status: 'pending', roles: ['viewer'], displayName: 'Nora' });
    const waiting = await login(browser(), 'nora', PASSWORD);
    expect([waiting.status, waiting.text.includes('Waiting for approval')]).toEqual([403, true]);
  });

  it('without approval makes an account that can sign in at once (A68)', async () => {
    const { browser, login } = await givenPeople({ signUp: 'active' });
    const me = browser();
    const page = await me.follow(SIGN_UP, NORA);
    expect([page.status, page.text.includes('You can sign in now.'), linksOf(page)]).toEqual([
      200,
      true,
      ['/auth/login'],
    ]);
    expect((await login(me, 'nora', PASSWORD)).status).toBe(303);
  });

  it('is found from the login page and leads back to it', async () => {
    const { browser } = await givenPeople({ signUp: 'active' });
    expect(linksOf(await browser().get('/auth/login'))).toEqual([SIGN_UP]);
    const page = await browser().get(SIGN_UP);
    expect([page.status, linksOf(page)]).toEqual([200, ['/auth/login']]);
    expect(formsOf(page)).toEqual([
      { action: SIGN_UP, fields: ['username', 'email', 'displayName', 'password', 'repeat'], buttons: ['Sign up'] },
    ]);
  });

  it.each(['pending', 'active'] as const)(
    'ignores every field but its own: nobody makes himself an owner (A78, mode %s)',
    async (signUp) => {
      const { browser, store, users, record } = await givenPeople({ signUp });
      await browser().follow(SIGN_UP, {
        ...NORA,
        is_superuser: 'true',
        is_active: 'true',
        status: 'active',
        role: 'owner',
        roles: 'owner',
        permissions: '*',
        id: users.owner.id,
        mustChangePassword: 'yes',
        version: '0',
        passwordHash: 'x',
        createdAt: '0',
        lastSignInAt: '0',
        identifiers: 'owner',
      });
      const user = await store.userBy('nora');
      expect(user).toMatchObject({
        status: signUp,
        roles: ['viewer'],
        version: 1,
        lastSignInAt: null,
        identifiers: ['nora', 'nora@example.com'],
      });
      expect(user?.id).not.toBe(users.owner.id);
      expect(await record(users.owner.id)).toEqual(users.owner);
    },
  );

  it.each([
    [{ username: '' }, 422, 'username'],
    [{ username: 'a@b' }, 422, 'username'],
    [{ email: 'nobody' }, 422, 'email'],
    [{ password: 'short', repeat: 'short' }, 422, 'password'],
    [{ password: 'nora@example.com', repeat: 'nora@example.com' }, 422, 'password'],
    [{ repeat: 'something else here' }, 422, 'repeat'],
    [{ username: 'OWNER' }, 409, null],
  ])('with %j comes back with what was typed and no password', async (wrong, status, field) => {
    const { browser, store } = await givenPeople({ signUp: 'active' });
    const page = await browser().post(SIGN_UP, { ...NORA, ...wrong });
    expect([page.status, page.html.includes('value="Nora"'), page.html.includes(PASSWORD)]).toEqual([
      status,
      true,
      false,
    ]);
    expect(page.html).toMatch(/role="alert"/);
    if (field !== null) expect(page.html).toMatch(new RegExp(`<input id="${field}"[^>]*aria-invalid="true"`));
    expect((await store.users({ search: 'nora' })).total).toBe(0);
  });

  it('is off by default, and then no page leads to it (A78)', async () => {
    const { browser, store, as } = await givenPeople();
    expect(linksOf(await browser().get('/auth/login'))).toEqual([SIGN_UP]);
    for (const me of [browser(), await as('owner')]) expect((await me.post(SIGN_UP, NORA)).status).toBe(403);
    expect((await store.users()).total).toBe(8);
  });

  it('that has no path is the guard’s: strangers are sent to the login page (A78)', async () => {
    const { signUp: _, ...paths } = PATHS;
    const { browser, store } = await givenPeople({ core: { paths } });
    expect((await browser().post(SIGN_UP, NORA)).location).toBe('/auth/login');
    expect(linksOf(await browser().get('/auth/login'))).toEqual([]);
    expect((await store.users()).total).toBe(8);
  });

  it('that is off says what to do, by GET as by POST', async () => {
    const { browser } = await givenPeople();
    for (const page of [
      await browser().get(SIGN_UP),
      await browser().get(`${SIGN_UP}?done`),
      await browser().post(SIGN_UP, NORA),
    ]) {
      expect([page.status, page.text.includes('accounts/sign-up-off'), page.text.includes('Ask an owner')]).toEqual([
        403,
        true,
        true,
      ]);
    }
  });

  it('is limited by address', async () => {
    const { browser, store } = await givenPeople({ signUp: 'active' });
    const statuses: number[] = [];
    for (let i = 0; i < 23; i += 1) {
      const page = await browser().post(SIGN_UP, { ...NORA, username: `nora${i}`, email: '' });
      statuses.push(page.status);
      if (page.status === 429) expect(Number(page.headers.get('retry-after'))).toBeGreaterThan(0);
    }
    expect(statuses.filter((status) => status === 303).length).toBe(20);
    expect(statuses.slice(20)).toEqual([429, 429, 429]);
    expect((await store.users({ search: 'nora' })).total).toBe(20);
  });

  it('is refused from another origin (W4, decision 15)', async () => {
    const { browser, store } = await givenPeople({ signUp: 'active' });
    for (const headers of [
      { origin: 'https://evil.example' },
      { origin: 'null' },
      { 'sec-fetch-site': 'cross-site' },
      { origin: `${ORIGIN}.evil` },
    ] as Record<string, string>[]) {
      const type = { 'content-type': 'application/x-www-form-urlencoded' };
      const page = await browser().send('POST', SIGN_UP, {
        body: new URLSearchParams(NORA).toString(),
        headers: { ...type, ...headers },
      });
      expect([headers, page.status]).toEqual([headers, 403]);
    }
    expect((await store.users()).total).toBe(8);
  });
});
