import { createMemoryStore } from '@doorward/core';
import { expect, it } from '@jest/globals';
import { OWN } from '../../provider/provider-browser.ts';
import { createTestProvider } from '../../provider/test-provider.ts';
import { PAGE } from '../fixture.ts';
import type { AdapterHarness } from '../harness.ts';
import { foreignAnswers } from './providers/foreign-answers.ts';
import { providerFailures } from './providers/provider-failures.ts';
import { providerSignOut } from './providers/provider-sign-out.ts';
import { providerSignIn } from './providers/sign-in.ts';
import { withFixture } from './with-fixture.ts';

export function providers(harness: AdapterHarness): void {
  const acme = createTestProvider();
  const other = createTestProvider({ id: 'other', name: 'Other & Sons' });
  const store = createMemoryStore();
  const options = {
    publicUrl: OWN,
    store,
    providers: [acme.provider, other.provider],
    roles: { roleMapping: { staff: ['reports:read'] } },
  };

  withFixture('signing in with a provider', harness, { options }, (get) => {
    const given = { get, acme, other, store };
    providerSignIn(given);
    foreignAnswers(given);
    providerFailures(given);
    providerSignOut(given);
  });

  withFixture(
    'providers as the only way in',
    harness,
    { options: { ...options, store: createMemoryStore(), token: undefined } },
    (get) => {
      it('leave no form on the page, and none for front ends (A82)', async () => {
        const page = await get().http.get('/auth/login').set(PAGE);
        expect(page.text).not.toContain('type="password"');
        expect(page.text).toContain('Sign in with Acme');
        const { login } = (await get().http.get('/auth/capabilities')).body;
        expect([login.type, login.credentials, login.signUpEnabled]).toEqual(['sso', undefined, undefined]);
        const posted = await get().http.post('/auth/login').type('form').set('origin', OWN).send({ password: 'x' });
        expect(posted.status).toBe(401);
      });
    },
  );
}
