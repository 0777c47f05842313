/**
 * A new password on its way into the store: judged by the policy, then hashed.
 */

import type { AccountParts } from '../actor.ts';
import { type FaultCode, fault } from '../fault.ts';
import type { Profile } from './profile.ts';

/** @throws AuthError `accounts/password-…` with what to choose instead. */
export async function hashNewPassword(
  { policy, hasher }: Pick<AccountParts, 'policy' | 'hasher'>,
  password: string,
  about: Profile,
): Promise<string> {
  if (typeof password !== 'string') throw fault('accounts/field-invalid', 'Enter a password.', 'password');
  const names = [about.username, about.email, about.displayName].filter((name) => name !== null);
  const wrong = policy.check(password, names);
  if (wrong !== null) throw fault(wrong.code as FaultCode, wrong.detail, 'password');
  return hasher.hash(password);
}
