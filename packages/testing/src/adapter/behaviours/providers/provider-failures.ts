import { expect, it } from '@jest/globals';
import { browserAt, COMING_BACK, OWN, signInWith, visitProvider } from '../../../provider/provider-browser.ts';
import { PAGE, SCRIPT, setCookies } from '../../fixture.ts';
import type { GivenProviders } from './given-providers.ts';

/** Providers that decline, are away, or answer what no provider should. */
export function providerFailures({ get, acme, other }: GivenProviders): void {
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

  it('that is declined shows the login page, and nothing that the provider wrote (O-52)', async () => {
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
}
