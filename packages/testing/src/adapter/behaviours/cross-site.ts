import { expect, it } from '@jest/globals';
import { PAGE, setCookies, TOKEN } from '../fixture.ts';
import type { AdapterHarness } from '../harness.ts';
import { withFixture } from './with-fixture.ts';

/** Origins that are not ours, though some look so (W4, R2). */
function foreignOrigins(port: number): readonly string[] {
  return [
    'https://evil.example',
    'null',
    `http://127.0.0.1.evil.example:${port}`,
    `http://evil127.0.0.1:${port}`,
    `http://127.0.0.1:${port + 1}`,
    `http://localhost:${port}`,
    `https://app.example.com.evil.example`,
    'https://evil-app.example.com',
    'http://app.example.com',
    'https://app.example.com:444',
    'https://APP.example.com.',
  ];
}

export function crossSite(harness: AdapterHarness): void {
  withFixture('a request from another site', harness, {}, (get) => {
    it('does nothing with the cookie (A76, W5)', async () => {
      const cookie = await get().signIn();
      const before = get().bodies.length;
      for (const origin of foreignOrigins(get().port)) {
        for (const site of ['cross-site', 'same-site', undefined]) {
          const headers = { cookie, origin, ...(site === undefined ? {} : { 'sec-fetch-site': site }) };
          const response = await get().http.post('/write').set(headers).type('form').send('x=1');
          expect([origin, response.status, response.body.code]).toEqual([origin, 403, 'core/cross-site-request']);
          const out = await get().http.post('/auth/logout').set(headers);
          expect([origin, out.status]).toEqual([origin, 403]);
          expect(response.headers['access-control-allow-origin']).toBeUndefined();
        }
      }
      expect(get().bodies.length).toBe(before);
      expect((await get().http.get('/who').set('cookie', cookie)).status).toBe(200);
    });

    it('is told by Sec-Fetch-Site alone too', async () => {
      const cookie = await get().signIn();
      for (const site of ['cross-site', 'same-site']) {
        expect((await get().http.post('/write').set({ cookie, 'sec-fetch-site': site })).status).toBe(403);
      }
    });

    it('that includes what a person sees brings no cookie by SameSite, may not read it, and runs none of ours (W9)', async () => {
      const login = await get().http.post('/auth/login').type('form').send({ password: TOKEN }).redirects(0);
      const [line = ''] = setCookies(login.headers);
      expect(line).toContain('; SameSite=Lax');
      const cookie = line.split(';', 1)[0] ?? '';
      for (const dest of ['script', 'image', 'style', 'video', 'object', 'iframe']) {
        const included = { 'sec-fetch-site': 'cross-site', 'sec-fetch-mode': 'no-cors', 'sec-fetch-dest': dest };
        // What a browser sends, and what one would send that passes over SameSite: the policy leaves that to the app.
        const stranger = await get().http.get('/who').set(included).redirects(0);
        const member = await get()
          .http.get('/who')
          .set({ ...included, cookie });
        expect([dest, stranger.status < 400, member.status]).toEqual([dest, false, 200]);
        const own = await get()
          .http.get('/auth/me')
          .set({ ...included, cookie });
        expect(own.headers).toMatchObject({ 'content-type': 'application/json', 'x-content-type-options': 'nosniff' });
        for (const { headers } of [stranger, member, own]) {
          expect(headers['cache-control']).toMatch(/^(?:no-store|private, no-cache)$/);
          expect(headers).not.toHaveProperty('access-control-allow-origin');
        }
      }
    });

    it('of our own pages goes through', async () => {
      const cookie = await get().signIn();
      for (const headers of [
        { origin: get().origin },
        { 'sec-fetch-site': 'same-origin' },
        { origin: get().origin, 'sec-fetch-site': 'same-origin' },
        {},
      ]) {
        expect(
          (
            await get()
              .http.post('/write')
              .set({ cookie, ...headers })
              .send('x=1')
          ).status,
        ).toBe(200);
      }
    });

    it('cannot sign anybody in: no session by a foreign form, and none for a client with our cookie that hides its origin (V31)', async () => {
      for (const headers of [
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
      ]) {
        const response = await get()
          .http.post('/auth/login')
          .set(headers as Record<string, string>)
          .type('form')
          .send({ password: TOKEN });
        expect([response.status, setCookies(response.headers)]).toEqual([403, []]);
      }
      const cookie = await get().signIn();
      const response = await get()
        .http.post('/auth/login')
        .set('cookie', cookie)
        .type('form')
        .send({ password: TOKEN });
      expect(response.status).toBe(403);
      const text = await get().http.post('/auth/login').set('content-type', 'text/plain').send(`password=${TOKEN}`);
      expect(text.status).toBe(415);
    });

    it('with a credential of its own is no forgery', async () => {
      const response = await get()
        .http.post('/write')
        .set({ origin: 'https://evil.example', authorization: `Bearer ${TOKEN}` });
      expect(response.status).toBe(200);
      expect(response.headers['access-control-allow-origin']).toBeUndefined();
    });

    it('gets an answer without rights to its preflight (W5)', async () => {
      const response = await get()
        .http.options('/reports')
        .set({ origin: 'https://evil.example', 'access-control-request-method': 'DELETE' });
      expect(response.status).toBe(204);
      expect(Object.keys(response.headers).filter((name) => name.startsWith('access-control'))).toEqual([]);
      expect(get().reached).not.toContain('OPTIONS /reports');
    });
  });

  withFixture(
    'a request from an allowed origin',
    harness,
    { options: { origins: ['https://app.example.com'] } },
    (get) => {
      it('may use the cookie and read the answer', async () => {
        const cookie = await get().signIn();
        const headers = { cookie, origin: 'https://app.example.com', 'sec-fetch-site': 'same-site' };
        const response = await get().http.post('/write').set(headers).send('x=1');
        expect(response.status).toBe(200);
        expect(response.headers).toMatchObject({
          'access-control-allow-origin': 'https://app.example.com',
          'access-control-allow-credentials': 'true',
        });
        expect(response.headers['vary']).toMatch(/Origin/);
        const stranger = await get().http.get('/reports').set('origin', 'https://app.example.com');
        expect([stranger.status, stranger.headers['access-control-allow-origin']]).toEqual([
          401,
          'https://app.example.com',
        ]);
      });

      it('has its preflight answered by us, without a sign-in', async () => {
        const response = await get().http.options('/reports').set({
          origin: 'https://app.example.com',
          'access-control-request-method': 'PUT',
          'access-control-request-headers': 'content-type,x-thing',
        });
        expect(response.status).toBe(204);
        expect(response.headers).toMatchObject({
          'access-control-allow-origin': 'https://app.example.com',
          'access-control-allow-methods': 'PUT',
          'access-control-allow-headers': 'content-type,x-thing',
        });
      });

      it('can sign people in by fetch, and reads the answer (decision 1)', async () => {
        const origin = 'https://app.example.com';
        const preflight = await get()
          .http.options('/auth/login')
          .set({ origin, 'access-control-request-method': 'POST', 'access-control-request-headers': 'content-type' });
        expect([preflight.status, preflight.headers['access-control-allow-origin']]).toEqual([204, origin]);
        const login = await get()
          .http.post('/auth/login')
          .set({ origin, 'sec-fetch-site': 'same-site' })
          .send({ password: TOKEN });
        expect([login.status, login.headers['access-control-allow-origin']]).toEqual([200, origin]);
        const foreign = await get()
          .http.options('/auth/login')
          .set({ origin: 'https://evil.example', 'access-control-request-method': 'POST' });
        expect([foreign.status, foreign.headers['access-control-allow-origin']]).toEqual([204, undefined]);
      });

      it('is matched whole (W4)', async () => {
        const cookie = await get().signIn();
        for (const origin of foreignOrigins(get().port)) {
          expect((await get().http.post('/write').set({ cookie, origin })).status).toBe(403);
          const read = await get().http.get('/who').set({ cookie, origin });
          expect(read.headers['access-control-allow-origin']).toBeUndefined();
        }
      });
    },
  );

  withFixture('preflights left to the app', harness, { options: { cors: 'app' } }, (get) => {
    it('reach it, other OPTIONS do not', async () => {
      const preflight = await get()
        .http.options('/reports')
        .set({ origin: 'https://x.example', 'access-control-request-method': 'PUT' });
      expect(preflight.status).toBe(200);
      expect((await get().http.options('/reports')).status).toBe(401);
      expect(
        (
          await get()
            .http.get('/reports')
            .set({ ...PAGE, origin: 'https://x.example' })
            .redirects(0)
        ).status,
      ).toBe(303);
    });
  });
}
