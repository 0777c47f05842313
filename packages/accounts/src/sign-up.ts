/**
 * Signing up by oneself, where that is switched on.
 */

import { addressGroup, type UserRecord } from '@doorward/core';
import { type AccountParts, tell } from './actor.ts';
import { fault, tooManyAttempts } from './fault.ts';
import { newUser } from './users/new-user.ts';
import { hashNewPassword } from './users/passwords.ts';
import { checkProfile, type Profile } from './users/profile.ts';

/** Whether strangers may sign up, and whether they may sign in at once or wait for approval. */
export type SignUpMode = 'off' | 'pending' | 'active';

export interface SignUpInput extends Profile {
  readonly password: string;
}

export interface SignUp {
  readonly mode: SignUpMode;
  /** Roles and status are never the stranger's choice. @throws AuthError `accounts/sign-up-off`. */
  create(input: SignUpInput, clientAddress: string): Promise<UserRecord>;
}

const MAX_PER_HOUR = 20;
const HOUR_MS = 60 * 60 * 1000;

export function createSignUp(parts: AccountParts, mode: SignUpMode): SignUp {
  async function assertNotTooOften(clientAddress: string): Promise<void> {
    const { count, resetsAt } = await parts.tickets.increment(`sign-up:${addressGroup(clientAddress)}`, HOUR_MS);
    if (count <= MAX_PER_HOUR) return;
    const seconds = Math.max(1, Math.ceil((resetsAt - parts.now()) / 1000));
    throw tooManyAttempts('Too many people signed up from this address. Try again later.', seconds);
  }

  return {
    mode,
    async create({ username, email, displayName, password }, clientAddress) {
      if (mode === 'off') throw fault('accounts/sign-up-off', 'Ask an owner for an invitation.');
      await assertNotTooOften(clientAddress);
      const profile = checkProfile({ username, email, displayName });
      const passwordHash = await hashNewPassword(parts, password, profile);
      const record = newUser(profile, parts.now(), { roles: parts.roles.newcomer, status: mode, passwordHash });
      await parts.store.write((writer) => writer.putUser(record));
      const principal = { subject: record.id, name: record.username, roles: [], permissions: [], method: 'sign-up' };
      tell(parts, { principal, clientAddress }, 'user-created', record, `sign-up, ${mode}`);
      return record;
    },
  };
}
