/**
 * The directories of the option `ldap`. Their library is loaded when there is one.
 */

import { AuthError, type PasswordDirectory } from '@doorward/core';
import { madeOfEach } from './option-list.ts';
import type { ResolvedOptions } from './option-schema.ts';

/** @throws AuthError `auth/package-missing`, `ldap/options-invalid`. */
export async function openLdap({ ldap }: Pick<ResolvedOptions, 'ldap'>): Promise<readonly PasswordDirectory[]> {
  if (ldap.length === 0) return [];
  const { createLdapDirectory } = await loadLibrary();
  return madeOfEach('ldap', ldap, createLdapDirectory);
}

async function loadLibrary(): Promise<typeof import('@doorward/ldap')> {
  try {
    return await import('@doorward/ldap');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    const remedy = 'ldap needs a package that is not there: npm install @doorward/ldap';
    throw new AuthError('auth/package-missing', remedy, { cause: error });
  }
}
