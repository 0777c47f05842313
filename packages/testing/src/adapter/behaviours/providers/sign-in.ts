import { expect, it } from '@jest/globals';
import { browserAt, COMING_BACK, OWN, pathOf, signInWith, visitProvider } from '../../../provider/provider-browser.ts';
import { PAGE, SCRIPT, setCookies } from '../../fixture.ts';
import { type GivenProviders, who } from './given-providers.ts';

/** The way to a provider and back. */
export function providerSignIn({ get, acme, other }: GivenProviders): void {
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

  it('is at no address but its own', async () => {
    for (const path of ['/auth/sso', '/auth/sso/none', '/auth/sso/acme/other'])
      expect([path, (await get().http.get(path)).status]).toEqual([path, 401]);
    const put = await get().http.put('/auth/sso/acme').set('origin', OWN);
    expect([put.status, put.headers['allow']]).toEqual([405, 'GET, HEAD, POST']);
  });
}
