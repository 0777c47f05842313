import { describe, expect, it } from '@jest/globals';
import { TOKEN } from '../fixture/compose-people.ts';
import { COOKIE, formsOf, givenPeople, linksOf, ORIGIN, PASSWORD } from '../fixture/given-people.ts';

const ACCOUNT = '/auth/account';
const NEW_PASSWORD = 'seven violet kettles hum';
const CHANGE = { current: PASSWORD, password: NEW_PASSWORD, repeat: NEW_PASSWORD };
const FIREFOX = 'Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0';

describe('the account page', () => {
  it('shows who I am, and is there for every role (A14)', async () => {
    const { as } = await givenPeople();
    for (const person of ['owner', 'admin', 'editor', 'viewer'] as const) {
      const page = await (await as(person)).get(ACCOUNT);
      expect([person, page.status, page.html.includes(`value="${person}@example.com"`)]).toEqual([person, 200, true]);
    }
  });

  it('is not for strangers: they go to the login page and come back', async () => {
    const { browser } = await givenPeople();
    const page = await browser().get(`${ACCOUNT}/password`);
    expect([page.status, page.location]).toEqual([303, `/auth/login?next=/auth/account/password`]);
    const sent = await browser().post(`${ACCOUNT}/profile`, { username: 'x' });
    expect([sent.status, sent.location]).toEqual([303, '/auth/login']);
  });

  it('tells the holder of the token kindly that no account is there, and leads on', async () => {
    const { browser } = await givenPeople();
    const holder = browser();
    await holder.post('/auth/login', { username: '', password: TOKEN });
    for (const path of [ACCOUNT, `${ACCOUNT}/password`]) {
      const page = await holder.get(path);
      expect([page.status, page.text.includes('No account stands behind this sign-in')]).toEqual([404, true]);
      expect(page.text).toContain('accounts/no-account');
      const lists = ['', '/roles', '/keys', '/audit'].map((path) => `/auth/admin${path}`);
      expect(linksOf(page)).toEqual(['#main', '/', ...lists, '/']);
      expect(formsOf(page)).toEqual([
        { action: '/auth/logout', fields: [], buttons: [expect.stringContaining('Sign out')] },
      ]);
    }
  });

  it('stands under a prefix with every link and form below it', async () => {
    const given = await givenPeople({ core: { basePath: '/tools', paths: { ...PATHS } } });
    const page = await (await given.as('owner')).get('/tools/auth/account');
    expect(page.status).toBe(200);
    const targets = [...linksOf(page), ...formsOf(page).map(({ action }) => action)].filter((each) => each !== '#main');
    expect(targets.filter((each) => !each.startsWith('/tools/'))).toEqual([]);
    expect(targets.length).toBeGreaterThan(5);
  });

  it('answers 404 for pages that are not there, and 405 with Allow for wrong methods', async () => {
    const { as } = await givenPeople();
    const me = await as('viewer');
    expect((await me.get(`${ACCOUNT}/nothing`)).status).toBe(404);
    expect((await me.get(`${ACCOUNT}/nothing`)).text).toContain('web/not-found');
    for (const [method, path, allow] of [
      ['PUT', ACCOUNT, 'GET, HEAD'],
      ['POST', ACCOUNT, 'GET, HEAD'],
      ['DELETE', `${ACCOUNT}/password`, 'GET, HEAD, POST'],
      ['GET', `${ACCOUNT}/profile`, 'POST'],
      ['GET', `${ACCOUNT}/sessions/x/end`, 'POST'],
      ['GET', `${ACCOUNT}/sessions/end-others`, 'POST'],
    ] as const) {
      const page = await me.send(method, path, { headers: { origin: ORIGIN } });
      expect([method, path, page.status, page.headers.get('allow')]).toEqual([method, path, 405, allow]);
    }
  });
});

describe('the profile', () => {
  it('is changed by its own user, and what was changed is an event', async () => {
    const { as, now, events } = await givenPeople();
    const me = await as('viewer');
    const page = await me.follow(`${ACCOUNT}/profile`, {
      username: 'viola',
      email: 'viola@example.com',
      displayName: ' Viola ',
    });
    expect([page.status, page.text.includes('Saved.')]).toEqual([200, true]);
    expect(await now('viewer')).toMatchObject({ username: 'viola', email: 'viola@example.com', displayName: 'Viola' });
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'user-updated', subject: 'id-of-viewer', clientAddress: '10.0.0.1' }),
    );
  });

  it('takes nothing but names: roles, status and flags in the form change nothing (A70, A78, L12)', async () => {
    const { as, now, users } = await givenPeople();
    const me = await as('viewer');
    const sent = await me.post(`${ACCOUNT}/profile`, {
      username: 'viewer',
      email: '',
      displayName: '',
      id: users.owner.id,
      roles: 'owner',
      role: 'owner',
      status: 'active',
      is_superuser: 'true',
      permissions: '*',
      passwordHash: 'x',
      version: '9',
      mustChangePassword: '',
    });
    expect(sent.status).toBe(303);
    expect(await now('viewer')).toMatchObject({ ...users.viewer, email: null, identifiers: ['viewer'] });
    expect(await now('owner')).toEqual(users.owner);
  });

  it.each([
    [{ username: '' }, 422, 'username'],
    [{ username: 'vie\u202ewer' }, 422, 'username'],
    [{ username: 'vie\u200bwer' }, 422, 'username'],
    [{ username: 'somebody@example.com' }, 422, 'username'],
    [{ email: 'nobody' }, 422, 'email'],
    [{ email: 'a@b\r\nBcc: c@d' }, 422, 'email'],
    [{ displayName: 'a\nb' }, 422, 'displayName'],
  ])('of %j comes back as it was typed, with the message at the field', async (wrong, status, field) => {
    const { as, now, users } = await givenPeople();
    const typed = { username: 'viewer', email: 'typed@example.com', displayName: 'As typed', ...wrong };
    const page = await (await as('viewer')).post(`${ACCOUNT}/profile`, typed);
    expect(page.status).toBe(status);
    expect(page.html).toMatch(
      new RegExp(`<input id="${field}"[^>]*aria-invalid="true"[^>]*aria-describedby="${field}-error`),
    );
    expect(page.html).toContain(`id="${field}-error"`);
    expect(page.html).toMatch(/role="alert"/);
    expect(page.html).toContain(`href="#${field}"`);
    if (field !== 'displayName') expect(page.html).toContain('value="As typed"');
    expect(await now('viewer')).toEqual(users.viewer);
  });

  it('is refused when it is very long, and comes back in full', async () => {
    const { as } = await givenPeople();
    const username = 'x'.repeat(129);
    const page = await (await as('viewer')).post(`${ACCOUNT}/profile`, { username, email: '', displayName: '' });
    expect([page.status, page.html.includes(`value="${username}"`)]).toEqual([422, true]);
  });

  it('cannot take a name that somebody has, however it is spelled (L12)', async () => {
    const { as, now, users } = await givenPeople();
    const me = await as('viewer');
    for (const username of ['owner', 'OWNER', 'ｏｗｎｅｒ', ' owner ']) {
      const page = await me.post(`${ACCOUNT}/profile`, { username, email: '', displayName: '' });
      expect([username, page.status, page.text.includes('accounts/')]).toEqual([username, 409, false]);
      expect(page.html).toMatch(/role="alert"/);
    }
    expect(await now('viewer')).toEqual(users.viewer);
  });

  it('shows names with HTML in them as text, everywhere (corpus 4.11)', async () => {
    const { as, now } = await givenPeople();
    const evil = `"><script>alert(1)</script><img src=x onerror=alert(1)>'&`;
    const me = await as('owner');
    await me.follow(`${ACCOUNT}/profile`, { username: 'owner', email: '', displayName: evil });
    expect((await now('owner')).displayName).toBe(evil);
    for (const path of [
      ACCOUNT,
      `${ACCOUNT}/password`,
      '/auth/admin',
      `/auth/admin/users/id-of-owner`,
      '/auth/admin/audit',
    ]) {
      const page = await me.get(path);
      expect([path, page.status, /<script|<img src=x/.test(page.html)]).toEqual([path, 200, false]);
    }
  });
});

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

const PATHS = {
  login: '/auth/login',
  logout: '/auth/logout',
  ticket: '/auth/ticket',
  account: '/auth/account',
  admin: '/auth/admin',
};
