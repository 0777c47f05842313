import { createPrincipal } from '@doorward/core';
import { expect, it } from '@jest/globals';
import { PAGE, setCookies, TOKEN } from '../fixture.ts';
import { type AdapterHarness, CANARY } from '../harness.ts';
import { withFixture } from './with-fixture.ts';

export function otherMiddleware(harness: AdapterHarness): void {
  withFixture('the guard and the app', harness, {}, (get) => {
    it('leaves the body to the app', async () => {
      const response = await get()
        .http.post('/write')
        .set('authorization', `Bearer ${TOKEN}`)
        .set('content-type', 'text/plain')
        .send('the whole body');
      expect(response.status).toBe(200);
      expect(get().bodies.at(-1)).toBe('the whole body');
    });

    it('does not read the body of a stranger (L16)', async () => {
      const bodies = get().bodies.length;
      const response = await get().http.post('/write').send('x'.repeat(100_000));
      expect([response.status, get().bodies.length]).toEqual([401, bodies]);
    });

    it('lets the app’s error reach the framework, our cookie with it', async () => {
      const response = await get()
        .http.get('/fail')
        .set({ ...PAGE, authorization: `Bearer ${TOKEN}` });
      expect([response.status, response.text]).toEqual([500, 'handled by the framework: the app failed']);
      expect(setCookies(response.headers)).toHaveLength(1);
      expect(response.headers['cache-control']).toBe('no-store');
    });

    it('streams', async () => {
      const response = await get().http.get('/stream').set('authorization', `Bearer ${TOKEN}`);
      expect(response.text).toBe('one two three');
    });

    it('answers HEAD without a body', async () => {
      const signedIn = await get().http.head('/reports').set('authorization', `Bearer ${TOKEN}`);
      expect(signedIn.status).toBe(200);
      const stranger = await get().raw({ method: 'HEAD', target: '/reports' });
      expect([stranger.status, stranger.body]).toEqual([401, '']);
    });

    it('reaches sub-routers with the full address', async () => {
      const response = await get().http.get('/sub/page?x=1').set('authorization', `Bearer ${TOKEN}`);
      expect(response.text).toContain(CANARY);
      expect(get().reached.at(-1)).toBe('GET /sub/page?x=1');
    });
  });

  withFixture(
    'after compression, body parsers and cookie-parser',
    harness,
    { before: ['compression', 'body-parser', 'cookie-parser'] },
    (get) => {
      it('answers are whole', async () => {
        const response = await get()
          .http.get('/big')
          .set({ authorization: `Bearer ${TOKEN}`, 'accept-encoding': 'gzip' });
        expect(response.text).toContain(CANARY);
        expect(response.headers['content-encoding']).toBe('gzip');
        expect(response.headers['vary']?.toLowerCase()).toMatch(/accept-encoding/);
        expect(response.headers['vary']?.toLowerCase()).toMatch(/cookie/);
        const page = await get()
          .http.get('/auth/login')
          .set({ ...PAGE, 'accept-encoding': 'gzip' });
        expect(page.text).toContain('</html>');
        const stranger = await get().http.get('/reports').set('accept-encoding', 'gzip');
        expect(stranger.body.code).toBe('core/authentication-required');
      });

      it('the app gets the parsed body', async () => {
        const response = await get()
          .http.post('/write')
          .set('authorization', `Bearer ${TOKEN}`)
          .type('form')
          .send({ a: '1' });
        expect(response.status).toBe(200);
      });
    },
  );

  withFixture('a guard within a guard', harness, { guardedTwice: true }, (get) => {
    it('runs once (P12)', async () => {
      const page = await get()
        .http.get('/reports')
        .set({ ...PAGE, authorization: `Bearer ${TOKEN}` });
      expect([page.status, setCookies(page.headers).length]).toEqual([200, 1]);
      expect(get().events.filter((event) => event.type === 'login')).toHaveLength(1);
      expect((await get().http.get('/reports')).status).toBe(401);
    });
  });

  const ada = createPrincipal({ subject: 'ada', name: 'Ada', method: 'own' });
  withFixture('a login of the user’s own in front', harness, { outerPrincipal: ada }, (get) => {
    it('keeps the principal that it set (A57)', async () => {
      const response = await get().http.get('/who');
      expect(response.body).toMatchObject({ name: 'Ada', authenticated: true, method: 'own', canRead: false });
      expect(response.headers['cache-control']).toBe('private, no-cache');
    });
  });
}
