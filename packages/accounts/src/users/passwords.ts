/**
 * A new password on its way into the store: judged by the policy, then hashed.
 */

import type { AuthError } from '@doorward/core';
import type { AccountParts } from '../actor.ts';
import { type FaultCode, fault } from '../fault.ts';
import type { Profile } from './profile.ts';

/** @throws AuthError `accounts/passwords-off`. */
export function assertPasswords({ hasPasswords }: Pick<AccountParts, 'hasPasswords'>): void {
  if (!hasPasswords) throw noPasswords();
}

export const noPasswords = (): AuthError =>
  fault('accounts/passwords-off', 'People sign in where they are known elsewhere, by a provider or a directory.');

/** @throws AuthError `accounts/passwords-off`, `accounts/password-…` with what to choose instead. */
export async function hashNewPassword(
  { policy, hasher, hasPasswords }: Pick<AccountParts, 'policy' | 'hasher' | 'hasPasswords'>,
  password: string,
  about: Profile,
): Promise<string> {
  assertPasswords({ hasPasswords });
  if (typeof password !== 'string') throw fault('accounts/field-invalid', 'Enter a password.', 'password');
  const names = [about.username, about.email, about.displayName].filter((name) => name !== null);
  const wrong = policy.check(password, names);
  if (wrong !== null) throw fault(wrong.code as FaultCode, wrong.detail, 'password');
  return hasher.hash(password);
}
