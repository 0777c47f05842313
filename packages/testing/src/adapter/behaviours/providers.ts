import { createMemoryStore } from '@doorward/core';
import { expect, it, jest } from '@jest/globals';
import {
  type Browser,
  browserAt,
  COMING_BACK,
  OWN,
  pathOf,
  signInWith,
  visitProvider,
} from '../../provider/provider-browser.ts';
import { createTestProvider } from '../../provider/test-provider.ts';
import { PAGE, SCRIPT, setCookies } from '../fixture.ts';
import type { AdapterHarness } from '../harness.ts';
import { withFixture } from './with-fixture.ts';

export function providers(harness: AdapterHarness): void {
  const acme = createTestProvider();
  const other = createTestProvider({ id: 'other', name: 'Other & Sons' });
  const store = createMemoryStore();
  const options = {
    publicUrl: OWN,
    store,
    providers: [acme.provider, other.provider],
    roles: { roleMapping: { staff: ['reports:read'] } },
  };

  withFixture('signing in with a provider', harness, { options }, (get) => {
    const who = async (browser: Browser) => (await browser.get('/who', SCRIPT)).body;

    it('is offered on the login page and to front ends, beside the form (A82, A97)', async () => {
      const page = await get().http.get('/auth/login?next=/reports').set(PAGE);
      expect(page.text).toContain('href="/auth/sso/acme?next=%2Freports"');
      expect(page.text).toContain('Sign in with Other &amp; Sons');
      expect(page.text).toContain('type="password"');
      const { login } = (await get().http.get('/auth/capabilities')).body;
      expect(login.type).toBe('both');
      expect(login.sso).toEqual({ provider: 'acme', text: 'Sign in with Acme', url: `${OWN}/auth/sso/acme` });
      expect(login.providers).toHaveLength(2);
    });

    it('leads to the provider and back to the page that was asked for, signed in (A94)', async () => {
      const browser = browserAt(get());
      const begun = browser.take(await browser.get('/auth/sso/acme?next=/reports%3Fa=1'));
      const [cookie = ''] = setCookies(begun.headers);
      expect([begun.status, begun.headers['cache-control']]).toEqual([303, 'no-store']);
      expect(cookie).toMatch(
        /^__Host-doorward_[\w-]+_at_[\w-]{10}=[\w-]+; Path=\/; Max-Age=900; HttpOnly; SameSite=Lax; Secure$/,
      );
      const back = await browser.get(pathOf(acme.visit(begun.headers['location'] ?? '')), COMING_BACK);
      browser.take(back);
      expect([back.status, back.headers['location']]).toEqual([303, '/reports?a=1']);
      expect([...browser.cookies.keys()].filter((name) => name.includes('_at_'))).toEqual([]);
      expect(await who(browser)).toMatchObject({ name: 'Ada', method: 'acme', session: true, canRead: true });
      expect((await browser.get('/auth/me', SCRIPT)).body).toEqual({
        id: 'acme:4711',
        name: 'Ada',
        email: 'ada@acme.example',
        avatarUrl: null,
        roles: ['staff'],
        permissions: ['reports:read'],
      });
      expect(get().events.at(-1)).toMatchObject({ type: 'login', subject: 'acme:4711', method: 'acme' });
    });

    it('tells a script where to go, and does not send it there', async () => {
      const begun = await get().http.get('/auth/sso/acme').set(SCRIPT);
      expect([begun.status, begun.body.url]).toEqual([200, expect.stringContaining('https://provider.example/')]);
    });

    it('is of the browser that began it: an address from elsewhere signs nobody in (A94)', async () => {
      const attacker = browserAt(get());
      const callback = await visitProvider(attacker, acme);
      const victim = browserAt(get());
      const refused = victim.take(await victim.get(callback, COMING_BACK));
      expect([refused.status, victim.cookies.size]).toEqual([400, 0]);
      expect(refused.text).toContain('was begun in another browser');
      expect((await victim.get('/who', SCRIPT)).status).toBe(401);
    });

    it('counts once, for its own provider, and for a quarter of an hour (A94)', async () => {
      const browser = browserAt(get());
      const callback = await visitProvider(browser, acme);
      const replay = { ...browser, cookies: new Map(browser.cookies) };
      const cookie = [...replay.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      const send = (path: string) =>
        get()
          .http.get(path)
          .set({ ...COMING_BACK, cookie })
          .redirects(0);
      expect((await send(callback.replace('/acme/', '/other/'))).status).toBe(400);
      expect((await send(`${callback}&state=x`)).status).toBe(400);
      expect((await send(callback.replace('state=', 'state=x'))).status).toBe(400);
      expect((await send(callback)).status).toBe(303);
      expect((await send(callback)).status).toBe(400);
      const late = browserAt(get());
      const path = await visitProvider(late, acme);
      get().advance(901);
      expect((await late.get(path, COMING_BACK)).status).toBe(400);
    });

    it('of a stranger leaves nothing in the store: counters of others would have to give way', async () => {
      const increment = jest.spyOn(store, 'increment');
      for (let i = 0; i < 3; i += 1) {
        const stranger = browserAt(get());
        const callback = await visitProvider(stranger, acme);
        const made = callback.replace(/code=\w+/, 'code=made-up');
        const refused = await stranger.get(made, COMING_BACK);
        expect([refused.status, stranger.cookies.size]).toEqual([400, 1]);
        expect(refused.text).toContain('That sign-in proves nothing');
        expect(get().events.at(-1)).toMatchObject({ reason: 'core/provider-answer-refused' });
      }
      expect(increment).not.toHaveBeenCalled();
      increment.mockRestore();
    });

    it('signs one of two in that bring the same answer at the same time (A94)', async () => {
      const browser = browserAt(get());
      const callback = await visitProvider(browser, acme);
      const answers = await Promise.all([1, 2, 3].map(() => browser.get(callback, COMING_BACK)));
      expect(answers.filter(({ status }) => status === 303)).toHaveLength(1);
    });

    it.each([
      ['no subject', { subject: undefined }],
      ['a subject that is no text', { subject: 7 }],
      ['no roles', { roles: undefined }],
      ['roles that are no texts', { roles: [{}] }],
    ])('signs nobody in when the provider gives %s (A92)', async (_what, wrong) => {
      const { person } = acme;
      acme.person = { ...person, ...wrong } as unknown as typeof person;
      const browser = browserAt(get());
      const answer = await signInWith(browser, acme);
      acme.person = person;
      expect([answer.status, browser.cookies.size]).toEqual([502, 0]);
      expect(get().events.at(-1)).toMatchObject({ type: 'login-failure', reason: 'core/provider-failed' });
    });

    it('may be under way in several tabs, and leaves no pile of cookies behind', async () => {
      const browser = browserAt(get());
      const first = await visitProvider(browser, acme, '/first');
      const second = await visitProvider(browser, acme, '/second');
      expect((await browser.get(second, COMING_BACK)).headers['location']).toBe('/second');
      expect((await browser.get(first, COMING_BACK)).headers['location']).toBe('/first');
      for (let i = 0; i < 9; i += 1) await visitProvider(browser, acme);
      expect(browser.cookies.size).toBeLessThanOrEqual(4);
    });

    it.each([
      '//evil.example',
      '/\\evil.example',
      'https://evil.example',
      '@evil.example',
      '.evil.example',
      '/auth/login',
      '/auth/sso/acme',
      `/${'a'.repeat(3000)}`,
    ])('never ends at %s (A95)', async (next) => {
      const browser = browserAt(get());
      expect((await signInWith(browser, acme, next)).headers['location']).toBe('/');
    });

    it('puts a new session in the place of the one before', async () => {
      const browser = browserAt(get());
      await signInWith(browser, acme);
      const before = new Map(browser.cookies);
      await signInWith(browser, other);
      const old = [...before].map(([name, value]) => `${name}=${value}`).join('; ');
      expect((await get().http.get('/who').set('cookie', old)).status).toBe(401);
      expect(await who(browser)).toMatchObject({ method: 'other' });
    });

    it('that is declined shows the login page, and nothing that the provider wrote (A95)', async () => {
      acme.answer = 'no';
      const browser = browserAt(get());
      const page = await signInWith(browser, acme, '/reports');
      acme.answer = 'yes';
      expect([page.status, browser.cookies.size]).toEqual([403, 0]);
      expect(page.text).toContain('The sign-in was declined');
      expect(page.text).toContain('href="/auth/sso/acme?next=%2Freports"');
      expect(page.text).not.toContain('script&gt;');
      expect(page.text).not.toContain('access_denied');
      expect(get().events.at(-1)).toMatchObject({
        type: 'login-failure',
        method: 'acme',
        reason: 'core/provider-declined',
        detail: 'access_denied<script>',
      });
    });

    it('with one that is away is 502, and all other ways stay open (A92)', async () => {
      const browser = browserAt(get());
      const callback = await visitProvider(browser, acme);
      acme.isAway = true;
      const finished = browser.take(await browser.get(callback, COMING_BACK));
      const begun = await get().http.get('/auth/sso/acme').set(PAGE).redirects(0);
      const script = await get().http.get('/auth/sso/acme').set(SCRIPT);
      acme.isAway = false;
      expect([finished.status, begun.status, script.status]).toEqual([502, 502, 502]);
      expect([finished.text.includes('connection refused'), browser.cookies.size]).toEqual([false, 0]);
      expect(script.body.code).toBe('core/provider-failed');
      expect((await signInWith(browserAt(get()), other)).status).toBe(303);
      expect(
        (
          await get()
            .http.get('/who')
            .set('cookie', await get().signIn())
        ).status,
      ).toBe(200);
    });

    it('comes back by a form of the provider too, with which no cookie comes along', async () => {
      const browser = browserAt(get());
      const [path = '', query = ''] = (await visitProvider(browser, acme, '/reports')).split('?');
      const post = (to: string, body: string) =>
        get()
          .http.post(to)
          .set({ ...COMING_BACK, origin: 'https://provider.example' })
          .type('form')
          .send(body)
          .redirects(0);
      const posted = await post(path, query);
      const location = posted.headers['location'] ?? '';
      expect([posted.status, setCookies(posted.headers)]).toEqual([303, []]);
      expect(location).toMatch(/^\/auth\/sso\/acme\/callback\?posted=[\w-]+$/);
      expect((await browserAt(get()).get(location, COMING_BACK)).status).toBe(400);
      const back = browser.take(await browser.get(location, COMING_BACK));
      expect([back.status, back.headers['location']]).toEqual([303, '/reports']);
      expect(await who(browser)).toMatchObject({ method: 'acme' });
    });

    it('takes from such a form what it was sealed for: a minute, one provider, as it was posted', async () => {
      const browser = browserAt(get());
      const [path = '', query = ''] = (await visitProvider(browser, acme)).split('?');
      const post = (body: string, type = 'form') => get().http.post(path).type(type).send(body).redirects(0);
      const location = (await post(query)).headers['location'] ?? '';
      const ends = [
        location.replace('/acme/', '/other/'),
        `${location.slice(0, -3)}AAA`,
        `${path}?posted=`,
        `${path}?posted=x`,
      ];
      for (const wrong of ends) expect([wrong, (await browser.get(wrong, COMING_BACK)).status]).toEqual([wrong, 400]);
      get().advance(61);
      expect((await browser.get(location, COMING_BACK)).status).toBe(400);
      expect((await post(`state=${'x'.repeat(20_000)}`)).status).toBe(413);
      expect((await post('state=1', 'text/plain')).status).toBe(415);
      const odd = await get().http.put(path);
      expect([odd.status, odd.headers['allow']]).toEqual([405, 'GET, HEAD, POST']);
    });

    it('ends when the provider says so itself: one session of it, or all of a person', async () => {
      const tell = (fields: Readonly<Record<string, string>>, path = '/auth/sso/acme/signed-out') =>
        get()
          .http.post(path)
          .type('form')
          .send({ proof: acme.proof, ...fields });
      const isIn = async (browser: Browser) => (await browser.get('/who', SCRIPT)).status === 200;
      const [laptop, phone, another] = [browserAt(get()), browserAt(get()), browserAt(get())];
      const { person } = acme;
      acme.person = { ...person, sid: 'laptop' };
      await signInWith(laptop, acme);
      acme.person = { ...person, sid: 'phone' };
      await signInWith(phone, acme);
      acme.person = { ...person, subject: '4712', sid: 'other' };
      await signInWith(another, acme);
      acme.person = person;
      const guest = browserAt(get());
      other.person = { ...other.person, sid: 'laptop' };
      await signInWith(guest, other);
      const ended = await tell({ sid: 'laptop', sub: '4711' });
      expect([ended.status, ended.headers['cache-control'], ended.text]).toEqual([200, 'no-store', '']);
      expect([await isIn(laptop), await isIn(phone), await isIn(another)]).toEqual([false, true, true]);
      expect(await isIn(guest)).toBe(true);
      expect(get().events.at(-1)).toMatchObject({
        type: 'session-ended',
        target: 'acme:4711',
        method: 'acme',
        reason: 'core/provider-refused',
        detail: '1 session',
      });
      expect((await tell({ sub: '4711' })).status).toBe(200);
      expect([await isIn(phone), await isIn(another)]).toEqual([false, true]);
      for (const wrong of [{ sub: '4712', proof: 'guessed' }, { proof: acme.proof }, { sid: 'other', proof: '' }]) {
        const refused = await tell(wrong);
        expect([wrong, refused.status, refused.body]).toEqual([wrong, 400, { error: 'invalid_request' }]);
      }
      expect((await tell({ sub: 'nobody' })).status).toBe(200);
      expect((await tell({ sub: '4712' }, '/auth/sso/other/signed-out')).status).toBe(400);
      expect(await isIn(another)).toBe(true);
      acme.isAway = true;
      expect((await tell({ sub: '4712' })).status).toBe(503);
      acme.isAway = false;
      const odd = await get().http.put('/auth/sso/acme/signed-out');
      expect([odd.status, odd.headers['allow']]).toEqual([405, 'GET, HEAD, POST']);
    });

    it('that leads to no address, or out to none, is a failure of the provider, and the session ends all the same', async () => {
      acme.addresses = '\n';
      const browser = browserAt(get());
      const begun = await browser.get('/auth/sso/acme');
      acme.addresses = null;
      expect([begun.status, setCookies(begun.headers)]).toEqual([502, []]);
      await signInWith(browser, acme);
      const cookie = [...browser.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
      acme.addresses = 'https://provider.example/é\n';
      const ended = await get()
        .http.post('/auth/logout')
        .set({ ...SCRIPT, cookie, origin: OWN });
      acme.addresses = null;
      expect([200, 204]).toContain(ended.status);
      expect((await get().http.get('/who').set('cookie', cookie)).status).toBe(401);
    });

    it('is at no address but its own', async () => {
      for (const path of ['/auth/sso', '/auth/sso/none', '/auth/sso/acme/other'])
        expect([path, (await get().http.get(path)).status]).toEqual([path, 401]);
      const put = await get().http.put('/auth/sso/acme').set('origin', OWN);
      expect([put.status, put.headers['allow']]).toEqual([405, 'GET, HEAD, POST']);
    });
  });

  withFixture(
    'providers as the only way in',
    harness,
    { options: { ...options, store: createMemoryStore(), token: undefined } },
    (get) => {
      it('leave no form on the page, and none for front ends (A82)', async () => {
        const page = await get().http.get('/auth/login').set(PAGE);
        expect(page.text).not.toContain('type="password"');
        expect(page.text).toContain('Sign in with Acme');
        const { login } = (await get().http.get('/auth/capabilities')).body;
        expect([login.type, login.credentials, login.signUpEnabled]).toEqual(['sso', undefined, undefined]);
        const posted = await get().http.post('/auth/login').type('form').set('origin', OWN).send({ password: 'x' });
        expect(posted.status).toBe(401);
      });
    },
  );
}
