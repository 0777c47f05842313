import { expect, it } from '@jest/globals';
import { basic, PAGE, SCRIPT, setCookies, TOKEN } from '../fixture.ts';
import { type AdapterHarness, CANARY } from '../harness.ts';
import { withFixture } from './with-fixture.ts';

export function credentials(harness: AdapterHarness): void {
  withFixture('explicit credentials', harness, {}, (get) => {
    it('accepts the token as Bearer (A49)', async () => {
      const response = await get().http.get('/who').set('authorization', `Bearer ${TOKEN}`);
      expect(response.body).toMatchObject({ name: 'token', authenticated: true, session: false, method: 'token' });
    });

    it('takes the scheme name in any case (RFC 9110 §11.1)', async () => {
      const response = await get().http.get('/who').set('authorization', `bEARER ${TOKEN}`);
      expect(response.status).toBe(200);
    });

    it('accepts the token as the password of Basic with any user name, which becomes the name (A48, A57)', async () => {
      for (const name of ['ada', 'grace hopper', 'münchen', '']) {
        const response = await get().http.get('/who').set('authorization', basic(name, TOKEN));
        expect(response.body).toMatchObject({ name: name || 'token', authenticated: true });
      }
    });

    it('splits Basic at the first colon (RFC 7617 §2)', async () => {
      const response = await get()
        .http.get('/who')
        .set('authorization', basic('ada', `x:${TOKEN}`));
      expect(response.status).toBe(401);
    });

    it('refuses a wrong token, as Bearer and as Basic (A48)', async () => {
      for (const header of [
        'Bearer wrong-token',
        basic('ada', 'wrong-token'),
        `Bearer ${TOKEN}x`,
        `Bearer ${TOKEN.slice(1)}`,
      ]) {
        const response = await get().http.get('/reports').set('authorization', header);
        expect(response.status).toBe(401);
        expect(response.text).not.toContain(CANARY);
      }
    });

    it('says 401, not 500, to malformed Basic (A48, L22)', async () => {
      for (const header of [
        'Basic',
        'Basic ',
        'Basic %',
        'Basic =',
        'Basic YWRh',
        'Basic YWRhOng',
        `Basic ${'A'.repeat(9000)}`,
        'Basic AAA6//8=',
        'Bearer',
        'Bearer  ',
        'Bearer a b',
        'Bearer a,b',
        'Bearer %E0%A4%A',
      ]) {
        const response = await get().http.get('/reports').set('authorization', header);
        expect([header, response.status]).toEqual([header, 401]);
      }
    });

    it('answers 401 to a scheme that is not in use', async () => {
      const response = await get().http.get('/reports').set('authorization', 'Digest username="ada"');
      expect(response.status).toBe(401);
      expect(response.body).toMatchObject({ code: 'core/unsupported-scheme' });
    });

    it('lets a cookie beside an explicit credential neither rescue it nor replace it (A99)', async () => {
      const cookie = await get().signIn();
      for (const header of ['Bearer wrong-token', basic('ada', 'wrong'), 'Digest x', 'Basic %']) {
        const response = await get().http.get('/reports').set({ cookie, authorization: header });
        expect(response.status).toBe(401);
      }
      const query = await get().http.get('/reports?access_token=wrong').set('cookie', cookie);
      expect(query.status).toBe(401);
      const named = await get()
        .http.get('/who')
        .set({ cookie, authorization: basic('ada', TOKEN) });
      expect(named.body).toMatchObject({ name: 'ada', session: false });
    });

    it('answers 400 to two different credentials, and accepts the same one twice (A99)', async () => {
      const both = await get().http.get('/reports?access_token=other').set('authorization', `Bearer ${TOKEN}`);
      expect([both.status, both.body.code]).toEqual([400, 'core/conflicting-credentials']);
      const doubled = await get().raw({
        target: '/reports',
        headers: [`Authorization: Bearer ${TOKEN}`, 'Authorization: Bearer other'],
      });
      expect(doubled.status).toBe(400);
      const twice = await get().raw(`/reports?access_token=${TOKEN}&access_token=other`);
      expect(twice.status).toBe(400);
      const same = await get().http.get(`/who?access_token=${TOKEN}`).set('authorization', `Bearer ${TOKEN}`);
      expect(same.status).toBe(200);
    });

    it('makes a session of a header on a page navigation, none for a script (A51)', async () => {
      const script = await get()
        .http.get('/who')
        .set({ ...SCRIPT, authorization: basic('ada', TOKEN) });
      expect(setCookies(script.headers)).toEqual([]);
      const tool = await get()
        .http.get('/who')
        .set({ authorization: basic('ada', TOKEN) });
      expect(setCookies(tool.headers)).toEqual([]);
      const page = await get()
        .http.get('/who')
        .set({ ...PAGE, authorization: basic('ada', TOKEN) });
      expect(page.body).toMatchObject({ name: 'ada' });
      const cookie = setCookies(page.headers)[0]?.split(';')[0] ?? '';
      const later = await get().http.get('/who').set('cookie', cookie);
      expect(later.body).toMatchObject({ name: 'ada', session: true });
    });

    it('keeps the session that a repeated Basic header already has', async () => {
      const headers = { ...PAGE, authorization: basic('ada', TOKEN) };
      const first = await get().http.get('/who').set(headers);
      const cookie = setCookies(first.headers)[0]?.split(';')[0] ?? '';
      const second = await get()
        .http.get('/who')
        .set({ ...headers, cookie });
      expect(setCookies(second.headers)).toEqual([]);
    });

    it('makes no session in a frame or of an image (V31)', async () => {
      for (const destination of ['iframe', 'image', 'empty']) {
        const response = await get()
          .http.get(`/who?access_token=${TOKEN}`)
          .set({
            ...PAGE,
            'sec-fetch-dest': destination,
            'sec-fetch-mode': destination === 'iframe' ? 'navigate' : 'no-cors',
          });
        expect([destination, setCookies(response.headers)]).toEqual([destination, []]);
      }
    });

    it('throttles guesses per address, with 429 and Retry-After, and leaves sessions alone', async () => {
      const cookie = await get().signIn();
      for (let i = 0; i < 40; i += 1) await get().http.get('/reports').set('authorization', `Bearer guess-${i}`);
      const right = await get().http.get('/reports').set('authorization', `Bearer ${TOKEN}`);
      expect([right.status, right.body.code]).toEqual([429, 'core/too-many-attempts']);
      expect(Number(right.headers['retry-after'])).toBeGreaterThan(0);
      const form = await get().http.post('/auth/login').type('form').send({ password: TOKEN }).redirects(0);
      expect([form.status, setCookies(form.headers)]).toEqual([429, []]);
      const session = await get().http.get('/who').set('cookie', cookie);
      expect(session.status).toBe(200);
      get().advance(16 * 60);
      const later = await get().http.get('/who').set('authorization', `Bearer ${TOKEN}`);
      expect(later.status).toBe(200);
    });

    it('does not take the same stale token as many guesses', async () => {
      for (let i = 0; i < 60; i += 1) await get().http.get('/reports').set('authorization', 'Bearer stale-token');
      const right = await get().http.get('/who').set('authorization', `Bearer ${TOKEN}`);
      expect(right.status).toBe(200);
    });
  });

  withFixture('a header that is the app’s', harness, { options: { authorization: 'app' } }, (get) => {
    it('is passed on unread, and the cookie decides', async () => {
      const cookie = await get().signIn();
      const signedIn = await get().http.get('/who').set({ cookie, authorization: 'Token of-the-app' });
      expect(signedIn.status).toBe(200);
      const stranger = await get().http.get('/who').set('authorization', `Bearer ${TOKEN}`);
      expect(stranger.status).toBe(401);
    });
  });
}
