import { expect, it } from '@jest/globals';
import { type AdapterHarness, CANARY } from '../harness.ts';
import { withFixture } from './with-fixture.ts';

export function openMode(harness: AdapterHarness): void {
  withFixture('authentication switched off', harness, { options: { auth: 'off' } }, (get) => {
    it('lets this machine in without a login (A2, A52)', async () => {
      expect((await get().http.get('/reports')).text).toContain(CANARY);
      expect((await get().http.get('/who')).body).toMatchObject({ name: 'anyone', authenticated: true, canRead: true });
      expect((await get().http.get('/reports').set('host', 'localhost:2718')).status).toBe(200);
    });

    it('refuses what came by another name or through a proxy (decision 11, L15)', async () => {
      for (const headers of [
        { host: 'evil.example' },
        { host: '192.168.1.5' },
        { host: 'localhost.evil.example' },
        { host: '127.0.0.1.evil.example' },
        { 'x-forwarded-for': '1.2.3.4' },
        { forwarded: 'for=1.2.3.4' },
        { 'x-forwarded-host': 'x' },
        { via: '1.1 proxy' },
        { 'x-real-ip': '1.2.3.4' },
      ]) {
        const response = await get()
          .http.get('/reports')
          .set(headers as Record<string, string>);
        expect([headers, response.status, response.body.code]).toEqual([headers, 403, 'core/open-mode-refused']);
      }
    });

    it('changes nothing for pages of other sites, which everybody has open (W5, A76, L15)', async () => {
      const reached = get().reached.length;
      for (const headers of [
        { origin: 'https://evil.example' },
        { origin: 'null' },
        { 'sec-fetch-site': 'cross-site' },
        { 'sec-fetch-site': 'same-site' },
      ]) {
        for (const method of ['post', 'put', 'delete', 'patch'] as const) {
          const response = await get()
            .http[method]('/reports')
            .set(headers as Record<string, string>);
          expect([headers, method, response.status]).toEqual([headers, method, 403]);
        }
      }
      expect(get().reached).toHaveLength(reached);
      expect((await get().http.post('/reports').set('origin', get().origin)).status).toBe(200);
      expect((await get().http.post('/reports')).status).toBe(200);
    });
  });

  withFixture(
    'authentication switched off for the network',
    harness,
    { options: { auth: 'off', openToNetwork: true } },
    (get) => {
      it('needs the second switch, and then serves everybody', async () => {
        expect((await get().http.get('/reports').set('host', 'tools.example')).status).toBe(200);
      });
    },
  );
}
