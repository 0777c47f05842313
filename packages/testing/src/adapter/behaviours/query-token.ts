import { expect, it } from '@jest/globals';
import { PAGE, SCRIPT, setCookies, TOKEN } from '../fixture.ts';
import { type AdapterHarness, CANARY } from '../harness.ts';
import { withFixture } from './with-fixture.ts';

export function queryToken(harness: AdapterHarness): void {
  withFixture('?access_token=', harness, {}, (get) => {
    it('becomes a session on a page, and goes out of the address on every path (A46, A51)', async () => {
      for (const [target, location] of [
        [`/?access_token=${TOKEN}`, '/'],
        [`/deep/page?a=1&access_token=${TOKEN}&b=%20x`, '/deep/page?a=1&b=%20x'],
        [`/who?access_token=${TOKEN}&access_token=${TOKEN}`, '/who'],
      ] as const) {
        const response = await get().http.get(target).set(PAGE).redirects(0);
        expect([response.status, response.headers['location']]).toEqual([303, location]);
        expect(response.headers['referrer-policy']).toBe('no-referrer');
        expect(response.headers['cache-control']).toBe('no-store');
        const cookie = setCookies(response.headers)[0]?.split(';')[0] ?? '';
        const page = await get().http.get('/who').set('cookie', cookie);
        expect(page.body).toMatchObject({ authenticated: true, session: true });
      }
    });

    it('works at the login page as at any other (A46)', async () => {
      const right = await get().http.get(`/auth/login?next=/reports&access_token=${TOKEN}`).set(PAGE).redirects(0);
      expect([right.status, right.headers['location']]).toEqual([303, '/auth/login?next=/reports']);
      expect(setCookies(right.headers)).toHaveLength(1);
      const wrong = await get().http.get('/auth/login?access_token=wrong').set(PAGE).redirects(1);
      expect([wrong.status, wrong.text.includes('not valid')]).toEqual([200, true]);
    });

    it('never leads to another host (A46, R6)', async () => {
      for (const target of [
        `//evil.example/?access_token=${TOKEN}`,
        `/\\evil.example/?access_token=${TOKEN}`,
        `//evil.example?access_token=${TOKEN}`,
      ]) {
        const response = await get().raw({
          target,
          headers: Object.entries(PAGE).map(([name, value]) => `${name}: ${value}`),
        });
        const location = response.header('location');
        if (location !== undefined) expect(new URL(location, get().origin).origin).toBe(get().origin);
      }
    });

    it('does not let a wrong token in (A47)', async () => {
      const tool = await get().http.get('/reports?access_token=wrong');
      expect([tool.status, tool.text.includes(CANARY)]).toEqual([401, false]);
      const page = await get().http.get('/reports?x=1&access_token=wrong').set(PAGE).redirects(0);
      expect(page.status).toBe(303);
      expect(page.headers['location']).toBe('/auth/login?next=/reports%3Fx%3D1&error=credential');
      expect(setCookies(page.headers)).toEqual([]);
      const empty = await get().http.get('/reports?access_token=');
      expect(empty.status).toBe(401);
    });

    it('authenticates a script’s request alone, and is hidden from the app (A46, A51, S17)', async () => {
      for (const headers of [SCRIPT, {}]) {
        const response = await get().http.get(`/who?a=1&access_token=${TOKEN}&b=2`).set(headers);
        expect(response.body).toMatchObject({ authenticated: true, session: false, url: '/who?a=1&b=2' });
        expect(setCookies(response.headers)).toEqual([]);
      }
      expect(get().reached.join()).not.toContain(TOKEN);
    });

    it('authenticates a POST without turning it into a page', async () => {
      const response = await get().http.post(`/write?access_token=${TOKEN}`).send('x=1');
      expect(response.status).toBe(200);
      expect(get().bodies.join()).toContain('x');
    });

    it('keeps the session of the same person', async () => {
      const cookie = await get().signIn();
      const response = await get()
        .http.get(`/?access_token=${TOKEN}`)
        .set({ ...PAGE, cookie })
        .redirects(0);
      expect([response.status, response.headers['location']]).toEqual([303, '/']);
      const later = await get().http.get('/who').set('cookie', cookie);
      expect(later.status).toBe(200);
    });

    it('is not mistaken for a parameter that only looks like it', async () => {
      const response = await get()
        .http.get('/who?my_access_token=x&x=access_token')
        .set('authorization', `Bearer ${TOKEN}`);
      expect(response.body).toMatchObject({ url: '/who?my_access_token=x&x=access_token' });
    });
  });

  withFixture('?access_token= switched off', harness, { options: { queryToken: false } }, (get) => {
    it('does not authenticate', async () => {
      const response = await get().http.get(`/reports?access_token=${TOKEN}`);
      expect(response.status).toBe(401);
    });
  });
}
