import { createPrincipal } from '@doorward/core';
import { expect, it } from '@jest/globals';
import { type AdapterHarness, CANARY } from '../harness.ts';
import { withFixture } from './with-fixture.ts';

export function policies(harness: AdapterHarness): void {
  const reader = createPrincipal({ subject: 'reader', permissions: ['reports:read:7'], method: 'test' });

  withFixture('a route with a policy', harness, { outerPrincipal: reader }, (get) => {
    it('is open to who has any one of several permissions, and to nobody for less (A90)', async () => {
      expect((await get().http.get('/any')).text).toContain(CANARY);
      const refused = await get().http.get('/permission');
      expect([refused.status, refused.body.detail]).toEqual([403, 'This needs the permission reports:read.']);
    });

    it('asks for the object of the request, and opens no other one (A88, L11)', async () => {
      expect((await get().http.get('/objects/7')).text).toContain(CANARY);
      const other = await get().http.get('/objects/8');
      expect([other.status, other.body.detail]).toEqual([403, 'This needs the permission reports:read:8.']);
      expect((await get().http.get('/objects/free')).text).toContain(CANARY);
    });

    it('opens nothing when its function throws or forgets to answer; the framework gets the error (L21)', async () => {
      for (const id of ['broken', 'forgotten']) {
        const response = await get().http.get(`/objects/${id}`);
        expect([id, response.status]).toEqual([id, 500]);
        expect(response.text).not.toContain(CANARY);
      }
    });
  });

  const nobody = createPrincipal({ subject: 'nobody', method: 'test' });
  withFixture('a route with a policy, and a principal without rights', harness, { outerPrincipal: nobody }, (get) => {
    it('names all that would do (A90)', async () => {
      const refused = await get().http.get('/any');
      expect([refused.status, refused.body.detail]).toEqual([
        403,
        'This needs the permission reports:write or reports:read:7.',
      ]);
    });
  });

  withFixture('a route with a policy, to a stranger', harness, {}, (get) => {
    it('is 401, whatever its function would say', async () => {
      for (const path of ['/any', '/objects/7', '/objects/free', '/objects/broken'])
        expect([path, (await get().http.get(path)).status]).toEqual([path, 401]);
    });
  });
}
