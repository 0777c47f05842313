/**
 * What people may do with their own account: profile, password, sessions.
 */

import type { DurableWriter, SessionSummary, UserRecord } from '@doorward/core';
import { type AccountParts, type Actor, assertPerson, tell } from './actor.ts';
import { fault, tooManyAttempts } from './fault.ts';
import { forgetDefaultPassword } from './first-run.ts';
import { createOwnIdentities, type OwnIdentities } from './identities/own-identities.ts';
import { hashNewPassword } from './users/passwords.ts';
import { checkProfile, type Profile } from './users/profile.ts';
import { toUser, type User } from './users/user.ts';

export interface OwnActor extends Actor {
  /** Public id of the session that asks; `null` without one. */
  readonly sessionId: string | null;
}

export interface OwnAccount extends OwnIdentities {
  /** @throws AuthError `accounts/no-account` for a principal that is no user, such as the holder of the token. */
  get(actor: OwnActor): Promise<User>;
  updateProfile(actor: OwnActor, change: Partial<Profile>): Promise<User>;
  /**
   * Ends every session of the user, this one too: begin a new one for the answered user.
   *
   * @throws AuthError `accounts/password-wrong` for a wrong current one, `accounts/too-many-attempts` after
   * ten of them, `accounts/password-unchanged`, and those of the policy.
   */
  changePassword(actor: OwnActor, current: string, next: string): Promise<UserRecord>;
  /**
   * Proves once more that it is he. Nothing to prove where the account has no password.
   *
   * @throws AuthError `accounts/password-wrong`, `accounts/too-many-attempts`.
   */
  confirm(actor: OwnActor, password: string): Promise<void>;
  sessions(actor: OwnActor): Promise<readonly SessionSummary[]>;
  /** @throws AuthError `accounts/session-not-found`, also for a session of somebody else. */
  endSession(actor: OwnActor, id: string): Promise<void>;
  /** Answers how many ended. */
  endOtherSessions(actor: OwnActor): Promise<number>;
}

export function createOwnAccount(parts: AccountParts): OwnAccount {
  const { store, sessions, hasher } = parts;

  async function own({ principal }: Actor, read: Pick<DurableWriter, 'user'> = store): Promise<UserRecord> {
    const user = await read.user(principal.subject);
    if (user?.status === 'active') return user;
    if (user !== null) throw fault('accounts/not-allowed', 'Your account is not active any more.');
    throw fault('accounts/no-account', 'You signed in without an account, so there is nothing to change here.');
  }

  /** Guesses at the current password are limited like those at the login, or a stolen session would find it out. */
  async function assertCurrent(user: UserRecord, actor: OwnActor, current: string): Promise<void> {
    const isRight = async (): Promise<boolean> => (await hasher.verify(user.passwordHash, current)).matches;
    const outcome = await parts.signIn.confirm(user.id, actor.clientAddress, isRight);
    if (outcome === 'right') return;
    if (outcome !== 'wrong') {
      throw tooManyAttempts('Wait, or have an owner reset your password.', outcome.retryAfterSeconds, 'current');
    }
    parts.events.emit('login-failure', {
      ...actor.principal,
      clientAddress: actor.clientAddress,
      reason: 'accounts/password-wrong',
    });
    throw fault('accounts/password-wrong', 'Enter the password that you signed in with.', 'current');
  }

  return {
    ...createOwnIdentities(parts, own),
    async confirm(actor, password) {
      assertPerson(actor);
      const user = await own(actor);
      if (user.passwordHash !== null) await assertCurrent(user, actor, password);
    },
    get: async (actor) => toUser(await own(actor)),
    async updateProfile(actor, change) {
      assertPerson(actor);
      const { before, after } = await store.write(async (writer) => {
        const user = await own(actor, writer);
        const { username = user.username, email = user.email, displayName = user.displayName } = change;
        const next = { ...user, ...checkProfile({ username, email, displayName }) };
        await writer.putUser(next);
        return { before: user, after: next };
      });
      const fields = (['username', 'email', 'displayName'] as const).filter((field) => before[field] !== after[field]);
      if (fields.length > 0) tell(parts, actor, 'user-updated', after, fields.join(', '));
      return toUser(after);
    },
    async changePassword(actor, current, next) {
      assertPerson(actor);
      const user = await own(actor);
      await assertCurrent(user, actor, current);
      // As the hash reads them, RFC 8265 §4.2.
      if (current.normalize('NFC') === next.normalize('NFC'))
        throw fault('accounts/password-unchanged', 'Choose another password.', 'password');
      const passwordHash = await hashNewPassword(parts, next, user);
      const after = await store.write(async (writer) => {
        const before = await own(actor, writer);
        if (before.version !== user.version) {
          throw fault('accounts/password-wrong', 'The account was changed meanwhile. Sign in again.', 'current');
        }
        const changed = { ...before, passwordHash, mustChangePassword: false, version: before.version + 1 };
        await writer.putUser(changed);
        await forgetDefaultPassword(writer, user.id);
        return changed;
      });
      tell(parts, actor, 'password-changed', after);
      await sessions.endAll(user.id);
      return after;
    },
    sessions: async (actor) => sessions.list((await own(actor)).id),
    async endSession(actor, id) {
      assertPerson(actor);
      const user = await own(actor);
      if (!(await sessions.endOne(user.id, id))) {
        throw fault('accounts/session-not-found', 'It has ended already. Look at the list again.');
      }
      tell(parts, actor, 'session-ended', user, '1 session');
    },
    async endOtherSessions(actor) {
      assertPerson(actor);
      const user = await own(actor);
      const ended = await sessions.endAll(user.id, actor.sessionId ?? undefined);
      tell(parts, actor, 'session-ended', user, `${ended} sessions`);
      return ended;
    },
  };
}
