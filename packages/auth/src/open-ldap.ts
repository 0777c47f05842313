/**
 * The directories of the option `ldap`. Their library is loaded when there is one.
 */

import type { PasswordDirectory } from '@doorward/core';
import { loadPackage } from './load-package.ts';
import { madeOfEach } from './option-list.ts';
import type { ResolvedOptions } from './option-schema.ts';

/** @throws AuthError `auth/package-missing`, `ldap/options-invalid`. */
export async function openLdap({ ldap }: Pick<ResolvedOptions, 'ldap'>): Promise<readonly PasswordDirectory[]> {
  if (ldap.length === 0) return [];
  const { createLdapDirectory } = await loadPackage('@doorward/ldap', 'ldap', () => import('@doorward/ldap'));
  return madeOfEach('ldap', ldap, createLdapDirectory);
}
