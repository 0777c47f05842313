/**
 * What Doorward is told where people sign in with the company's provider: the paths and cookies of the seed, and
 * which roles people have.
 */

import type { DoorwardOptions } from '@doorward/auth';
import type { ProviderSettings } from './provider-settings.ts';

/** Which values of the claim `roles` give which role, unless the variable says otherwise. */
export const PROVIDER_DEFAULTS = { DOORWARD_OIDC_ROLES_MAPPING: '{"admin": "admin", "Admin": "admin"}' };

// #region provider
export function providerOptions({ id, oidc, publicUrl, callback }: ProviderSettings): DoorwardOptions {
  return {
    publicUrl,
    oidc,
    // Whom the company lets sign in here may use the agents.
    rolesOf: ({ roles }) => (roles.length > 0 ? roles : ['user']),
    tokens: { cookies: { access: 'token', refresh: 'refresh_token' } },
    paths: {
      login: '/login',
      logout: '/api/auth/logout',
      providers: { [id]: { login: '/api/auth/login', callback } },
    },
  };
}
// #endregion provider
