/**
 * What people may do with their own account: profile, password, sessions.
 */

import type { SessionSummary, UserRecord } from '@doorward/core';
import { type AccountParts, type Actor, tell } from './actor.ts';
import { fault } from './fault.ts';
import { hashNewPassword } from './users/passwords.ts';
import { checkProfile, type Profile } from './users/profile.ts';
import { toUser, type User } from './users/user.ts';

export interface OwnActor extends Actor {
  /** Public id of the session that asks; `null` without one. */
  readonly sessionId: string | null;
}

export interface OwnAccount {
  /** @throws AuthError `accounts/no-account` for a principal that is no user, such as the holder of the token. */
  get(actor: OwnActor): Promise<User>;
  updateProfile(actor: OwnActor, change: Partial<Profile>): Promise<User>;
  /**
   * Ends every session of the user, this one too: begin a new one for the answered user.
   *
   * @throws AuthError `accounts/password-wrong` for a wrong current one, `accounts/password-unchanged`, and
   * those of the policy.
   */
  changePassword(actor: OwnActor, current: string, next: string): Promise<UserRecord>;
  sessions(actor: OwnActor): Promise<readonly SessionSummary[]>;
  /** @throws AuthError `accounts/session-not-found`, also for a session of somebody else. */
  endSession(actor: OwnActor, id: string): Promise<void>;
  /** Answers how many ended. */
  endOtherSessions(actor: OwnActor): Promise<number>;
}

export function createOwnAccount(parts: AccountParts): OwnAccount {
  const { store, sessions, hasher } = parts;

  async function own({ principal }: OwnActor): Promise<UserRecord> {
    const user = await store.user(principal.subject);
    if (user !== null) return user;
    throw fault('accounts/no-account', 'You signed in without an account, so there is nothing to change here.');
  }

  /** Guesses at the current password count like guesses at the login. */
  async function assertCurrent(user: UserRecord, actor: OwnActor, current: string): Promise<void> {
    const { matches } = await hasher.verify(user.passwordHash, current);
    if (matches) return;
    parts.events.emit('login-failure', {
      ...actor.principal,
      clientAddress: actor.clientAddress,
      reason: 'accounts/password-wrong',
    });
    throw fault('accounts/password-wrong', 'Enter the password that you signed in with.', 'current');
  }

  return {
    get: async (actor) => toUser(await own(actor)),
    async updateProfile(actor, change) {
      const { id } = await own(actor);
      const after = await store.write(async (writer) => {
        const user = await writer.user(id);
        if (user === null) throw fault('accounts/not-found', 'The account was deleted.');
        const { username = user.username, email = user.email, displayName = user.displayName } = change;
        const next = { ...user, ...checkProfile({ username, email, displayName }) };
        await writer.putUser(next);
        return next;
      });
      tell(parts, actor, 'user-updated', after, Object.keys(change).join(', '));
      return toUser(after);
    },
    async changePassword(actor, current, next) {
      const user = await own(actor);
      await assertCurrent(user, actor, current);
      if (current === next) throw fault('accounts/password-unchanged', 'Choose another password.', 'password');
      const passwordHash = await hashNewPassword(parts, next, user);
      const after = await store.write(async (writer) => {
        const before = await writer.user(user.id);
        if (before === null || before.passwordHash !== user.passwordHash) {
          throw fault('accounts/password-wrong', 'The password was changed meanwhile. Sign in again.', 'current');
        }
        const changed = { ...before, passwordHash, mustChangePassword: false, version: before.version + 1 };
        await writer.putUser(changed);
        return changed;
      });
      await sessions.endAll(user.id);
      tell(parts, actor, 'password-changed', after);
      return after;
    },
    sessions: async (actor) => sessions.list((await own(actor)).id),
    async endSession(actor, id) {
      const user = await own(actor);
      if (!(await sessions.endOne(user.id, id))) {
        throw fault('accounts/session-not-found', 'It has ended already. Look at the list again.');
      }
      tell(parts, actor, 'session-ended', user, '1 session');
    },
    async endOtherSessions(actor) {
      const user = await own(actor);
      const ended = await sessions.endAll(user.id, actor.sessionId ?? undefined);
      tell(parts, actor, 'session-ended', user, `${ended} sessions`);
      return ended;
    },
  };
}
