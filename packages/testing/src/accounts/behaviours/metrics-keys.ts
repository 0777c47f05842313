import { expect, it } from '@jest/globals';
import type { AdapterHarness } from '../../adapter/harness.ts';
import type { AccountsPlace } from '../behaviour.ts';
import { givenUser, PASSWORD, signInAs } from '../people.ts';
import { ask, freshAddress, givenKey } from '../programs.ts';
import { withAccounts } from '../with-accounts.ts';

export function metricsKeys(harness: AdapterHarness, place: AccountsPlace): void {
  const options = { metrics: true, apiKeys: true, trustProxy: 1 };
  withAccounts('metrics', harness, { place, options }, (get) => {
    it('are read with a key that may do nothing else, and end with its rights', async () => {
      const { http, auth } = get().fixture;
      await givenUser(auth, { username: 'olga-canary', roles: ['owner'] });
      const cookie = await signInAs(http, { username: 'olga-canary', from: freshAddress() });
      const { key } = await givenKey(http, { cookie }, { permissions: ['metrics:read'] });
      const other = await givenKey(http, { cookie }, { permissions: ['reports:read'] });
      const told = await ask(http, '/auth/metrics', { 'x-api-key': key });
      expect(told.status).toBe(200);
      expect((await ask(http, '/auth/api/users', { 'x-api-key': key })).status).toBe(403);
      expect((await ask(http, '/auth/metrics', { 'x-api-key': other.key })).status).toBe(403);
      expect((await ask(http, '/auth/metrics', { 'x-api-key': `${key}x` })).status).toBe(401);
      expect(told.text).toContain('doorward_password_duration_seconds_count');
      expect(told.text).toMatch(/doorward_store_call_duration_seconds_count\{[^}]*db_operation_name="write"/);
      for (const secret of ['canary', key, PASSWORD, 'example.com', cookie]) expect(told.text).not.toContain(secret);
    });

    it('are not there for who has to set a new password first', async () => {
      const { http, auth } = get().fixture;
      await givenUser(auth, { username: 'nora', roles: ['owner'], mustChangePassword: true });
      const cookie = await signInAs(http, { username: 'nora', from: freshAddress() });
      expect((await ask(http, '/auth/metrics', { cookie })).status).toBe(403);
    });
  });
}
