/**
 * The providers of the option `oidc`. Their library is loaded when there is one.
 */

import { AuthError, type Provider } from '@doorward/core';
import { madeOfEach } from './option-list.ts';
import type { ResolvedOptions } from './option-schema.ts';

/** @throws AuthError `auth/package-missing`, `oidc/options-invalid`. */
export async function openOidc({ oidc, now = Date.now }: ResolvedOptions): Promise<readonly Provider[]> {
  if (oidc.length === 0) return [];
  const { createOidcProvider } = await loadLibrary();
  return madeOfEach('oidc', oidc, (options) => createOidcProvider({ ...options, now }));
}

async function loadLibrary(): Promise<typeof import('@doorward/oidc')> {
  try {
    return await import('@doorward/oidc');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    const remedy = 'oidc needs a package that is not there: npm install @doorward/oidc';
    throw new AuthError('auth/package-missing', remedy, { cause: error });
  }
}
