import { createPrincipal, NO_CREDENTIAL, type Scheme } from '@doorward/core';
import { expect, it } from '@jest/globals';
import { PAGE, SCRIPT, setCookies, TOKEN } from '../fixture.ts';
import type { AdapterHarness } from '../harness.ts';
import { withFixture } from './with-fixture.ts';

/** Takes one value, in a header of its own, as API keys do. */
const PROGRAM: Scheme = {
  name: 'program',
  places: { headers: ['x-program'] },
  authenticate({ headers }) {
    if (headers?.get('x-program') !== 'the-right-value') return NO_CREDENTIAL;
    return {
      kind: 'authenticated',
      principal: createPrincipal({ subject: 'program', method: 'program' }),
      startsSession: false,
    };
  },
};

export function responses(harness: AdapterHarness): void {
  withFixture('an answer', harness, {}, (get) => {
    it('for one person is kept from shared caches (S14)', async () => {
      for (const headers of [{ cookie: await get().signIn() }, { authorization: `Bearer ${TOKEN}` }]) {
        const response = await get()
          .http.get('/reports')
          .set(headers as Record<string, string>);
        expect(response.headers['cache-control']).toBe('private, no-cache');
        expect(response.headers['vary']).toMatch(/Cookie, Authorization/);
      }
    });

    it('keeps what the app said about caching, with Vary joined', async () => {
      const response = await get().http.get('/cacheable').set('authorization', `Bearer ${TOKEN}`);
      expect(response.headers['cache-control']).toBe('public, max-age=60');
      expect(response.headers['vary']).toBe('Accept-Encoding, Cookie, Authorization');
    });

    it('that is public stays as the app made it', async () => {
      const response = await get().http.get('/assets/app.js');
      expect([response.headers['cache-control'], response.headers['vary']]).toEqual([undefined, undefined]);
    });

    it('keeps the app’s own cookies beside ours (decision 17)', async () => {
      const signedIn = await get()
        .http.get('/own-cookie')
        .set({ accept: 'text/html', authorization: `Bearer ${TOKEN}` });
      const names = setCookies(signedIn.headers).map((line) => line.split('=')[0]);
      expect(names).toHaveLength(2);
      expect(names).toContain('app');
      expect(signedIn.headers['cache-control']).toBe('no-store');
    });

    it('that refuses is not stored, and says so to caches (A102)', async () => {
      const api = await get().http.get('/reports');
      const page = await get().http.get('/reports').set('accept', 'text/html').redirects(0);
      for (const response of [api, page]) {
        expect(response.headers['cache-control']).toBe('no-store');
        expect(response.headers['vary']).toBe('Cookie, Authorization');
      }
    });

    it('has a Vary that the request cannot choose (W6)', async () => {
      const response = await get()
        .http.get('/reports')
        .set({ authorization: `Bearer ${TOKEN}`, vary: 'evil' });
      expect(response.headers['vary']).toBe('Cookie, Authorization');
    });
  });
  withFixture(
    'an answer to a credential in a header of its own',
    harness,
    { options: { schemes: [PROGRAM] } },
    (get) => {
      it('is kept from whoever sends none, though the app lets caches keep it (S14)', async () => {
        const response = await get().http.get('/cacheable').set('x-program', 'the-right-value');
        expect([response.status, response.headers['cache-control']]).toEqual([200, 'public, max-age=60']);
        expect(response.headers['vary']).toBe('Accept-Encoding, Cookie, Authorization, x-program');
      });

      it('says of what it depends where it refuses, too (S14)', async () => {
        for (const headers of [SCRIPT, PAGE]) {
          const response = await get().http.get('/reports').set(headers).redirects(0);
          expect(response.headers['vary']).toBe('Cookie, Authorization, x-program');
        }
      });
    },
  );
}
