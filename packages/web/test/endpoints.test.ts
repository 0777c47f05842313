import { createMemoryStore, type ExpiringStore } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { COOKIE, FORM, type GivenEndpoints, givenEndpoints, HOST, PAGE, TOKEN } from './fixture/given-endpoints.ts';

const JSON_BODY = { 'content-type': 'application/json' };
const OWN = `https://${HOST}`;

describe('every page of ours', () => {
  const pages: readonly (readonly [string, (given: GivenEndpoints) => Promise<Response>, number])[] = [
    ['login', ({ ask }) => ask('login', { headers: PAGE }), 200],
    [
      'login after a wrong token',
      ({ ask }) => ask('login', { method: 'POST', headers: { ...PAGE, ...FORM }, body: 'password=wrong' }),
      401,
    ],
    [
      'login without a password',
      ({ ask }) => ask('login', { method: 'POST', headers: { ...PAGE, ...FORM }, body: '' }),
      400,
    ],
    ['logout', async ({ ask, signIn }) => ask('logout', { headers: { ...PAGE, cookie: await signIn() } }), 200],
    [
      'a refused form',
      ({ ask }) =>
        ask('login', { method: 'POST', headers: { ...PAGE, ...FORM, origin: 'https://evil.example' }, body: '' }),
      403,
    ],
    [
      'a form that cannot be read',
      ({ ask }) => ask('login', { method: 'POST', headers: { ...PAGE, ...FORM }, body: 'a=1&a=2' }),
      400,
    ],
    [
      'a form that is too large',
      ({ ask }) =>
        ask('login', { method: 'POST', headers: { ...PAGE, ...FORM }, body: `password=${'x'.repeat(20_000)}` }),
      413,
    ],
    ['another method', ({ ask }) => ask('login', { method: 'PUT', headers: PAGE }), 405],
  ];

  it.each(pages)('forbids framing, sniffing, storing and scripts: %s (A45, V53, A102)', async (_name, get, status) => {
    const response = await get(givenEndpoints());
    expect([response.status, response.headers.get('content-type')]).toEqual([status, 'text/html; charset=utf-8']);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      'cache-control': 'no-store',
      'cross-origin-opener-policy': 'same-origin',
      'referrer-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
      'x-frame-options': 'DENY',
    });
    const policy = response.headers.get('content-security-policy') ?? '';
    expect(policy).toMatch(
      /^default-src 'none'; style-src 'sha256-[^']+'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'$/,
    );
    const html = await response.text();
    expect(html).toMatch(/^<!doctype html>/);
    expect(html).not.toMatch(/<script|javascript:|\son\w+=|https?:\/\//i);
    expect(html).toContain('Notebooks');
  });

  it('allows its own style sheet and no other', async () => {
    const { createHash } = await import('node:crypto');
    const response = await givenEndpoints().ask('login', { headers: PAGE });
    const css = /<style>(.*?)<\/style>/s.exec(await response.text())?.[1] ?? '';
    expect(css.length).toBeGreaterThan(500);
    expect(response.headers.get('content-security-policy')).toContain(
      `'sha256-${createHash('sha256').update(css).digest('base64')}'`,
    );
  });

  it('escapes what the configuration and the request put into it (corpus 4.11)', async () => {
    const evil = '"><script>alert(1)</script><a title="';
    const { ask } = givenEndpoints({ title: evil, logo: `/x.png${evil}` });
    const response = await ask('login', {
      headers: PAGE,
      query: `?next=${encodeURIComponent('/"><script>alert(1)</script>')}`,
    });
    expect(await response.text()).not.toContain('<script');
  });
});

describe('signing in', () => {
  it('sets a cookie that nobody stores on the way, and sends on without a Referer (A45, A60, A102)', async () => {
    const { ask } = givenEndpoints();
    const response = await ask('login', {
      method: 'POST',
      headers: { ...PAGE, ...FORM, origin: OWN },
      body: `password=${TOKEN}&next=/a`,
    });
    expect([
      response.status,
      response.headers.get('location'),
      response.headers.get('cache-control'),
      response.headers.get('referrer-policy'),
    ]).toEqual([303, '/a', 'no-store', 'no-referrer']);
    expect(response.headers.getSetCookie()).toEqual([
      expect.stringMatching(new RegExp(`^${COOKIE}=[\\w-]{43}; Path=/; Max-Age=3600; HttpOnly; SameSite=Lax; Secure$`)),
    ]);
    expect(await response.text()).toBe('');
  });

  it('by JSON answers JSON, also when it fails (A45, A50)', async () => {
    const { ask } = givenEndpoints();
    const right = await ask('login', { method: 'POST', headers: JSON_BODY, body: JSON.stringify({ password: TOKEN }) });
    expect([
      right.status,
      await right.json(),
      right.headers.get('cache-control'),
      right.headers.getSetCookie().length,
    ]).toEqual([200, { next: '/' }, 'no-store', 1]);
    for (const [body, status, code] of [
      ['{"password":"wrong"}', 401, 'core/invalid-credential'],
      ['{}', 400, 'web/password-required'],
      ['[]', 400, 'web/body-invalid'],
    ] as const) {
      const response = await ask('login', { method: 'POST', headers: JSON_BODY, body });
      expect([
        response.status,
        ((await response.json()) as { code: string }).code,
        response.headers.getSetCookie(),
        response.headers.get('cache-control'),
      ]).toEqual([status, code, [], 'no-store']);
    }
  });

  it('repeats no password, right or wrong, in any answer (S17)', async () => {
    const { ask } = givenEndpoints();
    for (const headers of [{ ...PAGE, ...FORM }, FORM, JSON_BODY]) {
      for (const password of [TOKEN, 'wr0ng-secret-value']) {
        const body = headers === JSON_BODY ? JSON.stringify({ password }) : `password=${password}`;
        const response = await ask('login', { method: 'POST', headers, body });
        expect(`${JSON.stringify([...response.headers])} ${await response.text()}`).not.toContain(password);
      }
    }
  });

  it('says how long to wait after too many guesses, on the page as in JSON (V1, A77)', async () => {
    const { ask } = givenEndpoints();
    for (let i = 0; i < 20; i += 1) await ask('login', { method: 'POST', headers: FORM, body: `password=guess-${i}` });
    const page = await ask('login', { method: 'POST', headers: { ...PAGE, ...FORM }, body: `password=${TOKEN}` });
    expect([page.status, page.headers.get('retry-after'), page.headers.getSetCookie()]).toEqual([429, '900', []]);
    expect(await page.text()).toMatch(/Try again in 15 minutes/);
    const api = await ask('login', { method: 'POST', headers: JSON_BODY, body: JSON.stringify({ password: TOKEN }) });
    expect([api.status, api.headers.get('retry-after')]).toEqual([429, '900']);
    const other = await ask('login', {
      method: 'POST',
      headers: FORM,
      body: `password=${TOKEN}`,
      clientAddress: '9.9.9.9',
    });
    expect(other.status).toBe(303);
  });

  it('ends the session before, and no other (S1, V26)', async () => {
    const { ask, core, signIn } = givenEndpoints();
    const [mine, other] = [await signIn(), await signIn()];
    await ask('login', { method: 'POST', headers: { ...FORM, cookie: mine, origin: OWN }, body: `password=${TOKEN}` });
    expect([await core.signIn.current(mine), (await core.signIn.current(other)) === null]).toEqual([null, false]);
  });

  it('that fails leaves the session as it was', async () => {
    const { ask, core, signIn } = givenEndpoints();
    const mine = await signIn();
    const response = await ask('login', {
      method: 'POST',
      headers: { ...FORM, cookie: mine, origin: OWN },
      body: 'password=wrong',
    });
    expect([response.status, response.headers.getSetCookie()]).toEqual([401, []]);
    expect(await core.signIn.current(mine)).not.toBeNull();
  });
});

describe('a form of ours', () => {
  /** The documented cells of decision 15, written from the text. */
  const isAccepted = (
    origin: string | undefined,
    site: string | undefined,
    hasCookie: boolean,
    isJson: boolean,
  ): boolean => {
    const saysOurs = origin === OWN || site === 'same-origin';
    const saysNothing = origin === undefined && (site === undefined || site === 'none');
    // No form can send JSON, and a script of another page is asked about first.
    return saysOurs || (saysNothing && (isJson || !hasCookie));
  };

  it('is accepted in the documented cells of origin, site, cookie and type, and in no other (V33, V31, W5, corpus 4.16)', async () => {
    const given = givenEndpoints();
    const wrong: unknown[] = [];
    let cells = 0;
    for (const endpoint of ['login', 'logout'] as const) {
      for (const origin of [
        undefined,
        OWN,
        'null',
        'https://evil.example',
        `http://${HOST}`,
        `https://sub.${HOST}`,
        `${OWN}.evil.example`,
        `${OWN}:444`,
      ]) {
        for (const site of [undefined, 'none', 'same-origin', 'same-site', 'cross-site']) {
          for (const cookie of ['none', 'other', 'junk', 'live', 'doubled']) {
            for (const type of ['form', 'json', 'text/plain', 'multipart/form-data; boundary=x', '']) {
              cells += 1;
              const live = cookie === 'live' ? await given.signIn() : '';
              const value = {
                none: undefined,
                other: 'app=1',
                junk: `${COOKIE}=junk`,
                live,
                doubled: `${COOKIE}=a; ${COOKIE}=b`,
              }[cookie];
              const headers: Record<string, string> = {
                ...(origin && { origin }),
                ...(site && { 'sec-fetch-site': site }),
                ...(value && { cookie: value }),
              };
              if (type !== '')
                headers['content-type'] =
                  type === 'form' ? (FORM['content-type'] ?? '') : type === 'json' ? 'application/json' : type;
              const body = new TextEncoder().encode(
                type === 'json' ? JSON.stringify({ password: TOKEN }) : `password=${TOKEN}`,
              );
              const response = await given.ask(endpoint, { method: 'POST', headers, body });
              const accepted = isAccepted(origin, site, !['none', 'other'].includes(cookie), type === 'json');
              const readable = endpoint === 'logout' || type === 'form' || type === 'json';
              const expected = !accepted
                ? [403]
                : !readable
                  ? [415]
                  : endpoint === 'logout'
                    ? [204]
                    : type === 'json'
                      ? [200]
                      : [303];
              const sets = response.headers.getSetCookie().length;
              if (!expected.includes(response.status) || sets !== (response.status < 400 ? 1 : 0))
                wrong.push({ endpoint, origin, site, cookie, type, status: response.status, expected, sets });
              if (
                endpoint === 'logout' &&
                cookie === 'live' &&
                ((await given.core.signIn.current(live)) === null) !== accepted
              )
                wrong.push({ endpoint, origin, site, what: 'session' });
            }
          }
        }
      }
    }
    expect(wrong.slice(0, 10)).toEqual([]);
    expect(cells).toBe(2 * 8 * 5 * 5 * 5);
  });

  it('changes nothing by GET or HEAD, whatever it carries (V54, P25)', async () => {
    const { ask, core, signIn } = givenEndpoints();
    const cookie = await signIn();
    for (const method of ['GET', 'HEAD']) {
      for (const endpoint of ['login', 'logout'] as const) {
        const response = await ask(endpoint, {
          method,
          query: `?password=${TOKEN}&_method=POST&username=x`,
          headers: { ...PAGE, cookie, 'x-http-method-override': 'POST' },
        });
        expect([method, endpoint, response.headers.getSetCookie()]).toEqual([method, endpoint, []]);
      }
    }
    expect(await core.signIn.current(cookie)).not.toBeNull();
    for (const method of ['PUT', 'PATCH', 'DELETE', 'OPTIONS']) {
      const response = await ask('logout', { method, headers: { cookie, origin: OWN } });
      expect([method, response.status, response.headers.get('allow')]).toEqual([method, 405, 'GET, HEAD, POST']);
    }
    expect(await core.signIn.current(cookie)).not.toBeNull();
  });
});

describe('a store that is away', () => {
  const broken = (): ExpiringStore => {
    const fail = (): never => {
      throw new Error('connect ECONNREFUSED 10.1.2.3:6379');
    };
    return { ...createMemoryStore(), get: fail, create: fail, delete: fail, increment: fail, count: fail };
  };
  const cookie = `${COOKIE}=${'x'.repeat(43)}`;

  it('makes 503 with Retry-After of our endpoints, tells nothing of itself, and clears no cookie (F1 c, V58, V59)', async () => {
    const { ask } = givenEndpoints({}, { store: broken() });
    const responses = [
      await ask('login', { headers: { ...PAGE, cookie } }),
      await ask('login', { headers: { cookie } }),
      await ask('login', { method: 'POST', headers: { ...PAGE, ...FORM }, body: `password=${TOKEN}` }),
      await ask('login', { method: 'POST', headers: JSON_BODY, body: JSON.stringify({ password: TOKEN }) }),
      await ask('logout', { method: 'POST', headers: { ...PAGE, cookie, origin: OWN } }),
      await ask('logout', { method: 'POST', headers: { cookie, origin: OWN } }),
    ];
    for (const [index, response] of responses.entries()) {
      const { status, headers } = response;
      expect([index, status, headers.getSetCookie(), Number(headers.get('retry-after')) > 0]).toEqual([
        index,
        503,
        [],
        true,
      ]);
      expect(await response.text()).not.toMatch(/ECONNREFUSED|10\.1\.2\.3|wrong|not right/);
    }
  });

  it('leaves the login page to whoever has no cookie', async () => {
    const { ask } = givenEndpoints({}, { store: broken() });
    expect((await ask('login', { headers: PAGE })).status).toBe(200);
  });
});

describe('a login page of the site’s own', () => {
  it('gets all that ours says, and posts what ours posts (decision 21)', async () => {
    const models: unknown[] = [];
    const { ask } = givenEndpoints({
      logo: '/logo.svg',
      renderLogin: (model) => {
        models.push(model);
        return { html: '<form>mine</form>', headers: [['content-security-policy', "default-src 'self'"]] };
      },
    });
    const first = await ask('login', { headers: PAGE, query: '?next=/a' });
    expect([first.status, await first.text(), first.headers.get('content-type')]).toEqual([
      200,
      '<form>mine</form>',
      'text/html; charset=utf-8',
    ]);
    await ask('login', { method: 'POST', headers: { ...PAGE, ...FORM }, body: 'password=wrong&next=/a' });
    await ask('login', { headers: PAGE, query: '?signed-out' });
    await ask('login', { headers: PAGE, query: '?error=credential' });
    const common = {
      title: 'Notebooks',
      description: null,
      logo: '/logo.svg',
      providers: [],
      takesPasswords: true,
      isTypedWrong: false,
      action: '/auth/login',
      asksName: false,
      name: null,
      signUp: null,
    };
    expect(models).toEqual([
      { ...common, next: '/a', error: null, notice: null },
      { ...common, next: '/a', error: expect.stringMatching(/not right/), isTypedWrong: true, notice: null },
      { ...common, next: null, error: null, notice: 'You are signed out.' },
      { ...common, next: null, error: expect.stringMatching(/not valid/), notice: null },
    ]);
  });

  it('is as safe as ours: not framed, not stored, not sniffed, whatever it forgets (V53)', async () => {
    const { ask } = givenEndpoints({ renderLogin: () => ({ html: 'mine', headers: [] }) });
    const { headers } = await ask('login', { headers: PAGE });
    expect(Object.fromEntries(headers)).toMatchObject({
      'x-frame-options': 'DENY',
      'x-content-type-options': 'nosniff',
      'cache-control': 'no-store',
      'referrer-policy': 'same-origin',
    });
  });

  it('may say a header of ours otherwise, and then says it once', async () => {
    const { ask } = givenEndpoints({
      renderLogin: () => ({
        html: 'mine',
        headers: [
          ['x-frame-options', 'SAMEORIGIN'],
          ['cache-control', 'no-store, max-age=0'],
        ],
      }),
    });
    const { headers } = await ask('login', { headers: PAGE });
    expect([headers.get('x-frame-options'), headers.get('cache-control')]).toEqual([
      'SAMEORIGIN',
      'no-store, max-age=0',
    ]);
  });

  it('gets no hostile return path and no password', async () => {
    const models: { next: string | null }[] = [];
    const { ask } = givenEndpoints({
      renderLogin: (model) => {
        models.push(model);
        return Promise.resolve({ html: '', headers: [] });
      },
    });
    for (const next of ['//evil.example', 'javascript:1', '/auth/login', '/auth/logout?x']) {
      await ask('login', { headers: PAGE, query: `?next=${encodeURIComponent(next)}` });
      await ask('login', {
        method: 'POST',
        headers: { ...PAGE, ...FORM },
        body: new URLSearchParams({ password: 'wr0ng', next }).toString(),
      });
    }
    expect(models.map(({ next }) => next)).toEqual(models.map(() => null));
    expect(JSON.stringify(models)).not.toContain('wr0ng');
  });

  it('that throws is an answer of ours, without what it threw (F38, V58)', async () => {
    const { ask } = givenEndpoints({
      renderLogin: () => {
        throw new Error('cannot find template at /srv/app/login.html');
      },
    });
    const response = await ask('login', { headers: PAGE });
    expect(response.status).toBeGreaterThanOrEqual(500);
    expect(await response.text()).not.toMatch(/find template|srv/);
  });
});

describe('signing out', () => {
  it('clears the cookie with the attributes that it was set with, and ends the session (S3, A60)', async () => {
    const { ask, core } = givenEndpoints();
    const login = await ask('login', { method: 'POST', headers: FORM, body: `password=${TOKEN}` });
    const [set = ''] = login.headers.getSetCookie();
    const cookie = set.split(';', 1)[0] ?? '';
    const out = await ask('logout', { method: 'POST', headers: { ...PAGE, cookie, origin: OWN } });
    expect([out.status, out.headers.get('location'), out.headers.get('cache-control')]).toEqual([
      303,
      '/auth/login?signed-out',
      'no-store',
    ]);
    expect(out.headers.getSetCookie()).toEqual([
      set.replace(cookie, `${COOKIE}=`).replace('Max-Age=3600', 'Max-Age=0'),
    ]);
    expect(await core.signIn.current(cookie)).toBeNull();
  });

  it('of somebody who is not signed in is no error, and asks nothing', async () => {
    const { ask } = givenEndpoints();
    expect((await ask('logout', { method: 'POST', headers: {} })).status).toBe(204);
    const page = await ask('logout', { headers: PAGE });
    expect([page.status, page.headers.get('location')]).toEqual([303, '/auth/login']);
  });
});
