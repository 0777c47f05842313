/**
 * The providers of the option `oidc`. Their library is loaded when there is one.
 */

import type { Provider } from '@doorward/core';
import { loadPackage } from './load-package.ts';
import { madeOfEach } from './option-list.ts';
import type { ResolvedOptions } from './option-schema.ts';

/** @throws AuthError `auth/package-missing`, `oidc/options-invalid`. */
export async function openOidc({ oidc, now = Date.now }: ResolvedOptions): Promise<readonly Provider[]> {
  if (oidc.length === 0) return [];
  const { createOidcProvider } = await loadPackage('@doorward/oidc', 'oidc', () => import('@doorward/oidc'));
  return madeOfEach('oidc', oidc, (options) => createOidcProvider({ ...options, now }));
}
