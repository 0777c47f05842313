/**
 * Connecting one's own account with whom a provider knows one as, and parting again. Only explicitly: an e-mail address
 * that is the same here and there connects nobody.
 */

import type { Identity, UserRecord } from '@doorward/core';
import { type AccountParts, type Actor, assertPerson, tell } from '../actor.ts';
import { fault } from '../fault.ts';
import { toUser, type User } from '../users/user.ts';
import { identityName } from './identity-name.ts';

export interface OwnIdentities {
  /**
   * From now on he signs in there, too. Sessions end that began there without the account.
   *
   * @throws AuthError `accounts/identity-taken` when another user does as this person, `accounts/already-connected` when
   * he does already as another one.
   */
  connect(actor: Actor, source: string, identity: Identity): Promise<User>;
  /**
   * Ends his sessions that began there, too.
   *
   * @throws AuthError `accounts/not-connected`, `accounts/last-way-in` when he could sign in no more,
   * `accounts/not-allowed` for who made his account where roles follow it at each sign-in.
   */
  disconnect(actor: Actor, source: string): Promise<User>;
}

export function createOwnIdentities(
  parts: AccountParts,
  own: (actor: Actor, read?: Pick<AccountParts['store'], 'user'>) => Promise<UserRecord>,
): OwnIdentities {
  const { store } = parts;
  return {
    async connect(actor, source, given) {
      assertPerson(actor);
      const { subject } = given;
      const { user, isNew } = await store.write(async (writer) => {
        const before = await own(actor, writer);
        const connected = before.identities.find((each) => each.source === source);
        if (connected?.subject === subject) return { user: before, isNew: false };
        if (connected !== undefined) {
          const detail = 'Disconnect the one that is there first.';
          throw fault('accounts/already-connected', detail);
        }
        const identity = { source, subject, name: identityName(given), madeAccount: false, linkedAt: parts.now() };
        const after = { ...before, identities: [...before.identities, identity] };
        await writer.putUser(after);
        return { user: after, isNew: true };
      });
      if (isNew) {
        // He acts as this user from now on, and no more as himself: that would outlast the account.
        await parts.sessions.endAll(`${source}:${subject}`);
        tell(parts, actor, 'identity-connected', user, source);
      }
      return toUser(user);
    },
    async disconnect(actor, source) {
      assertPerson(actor);
      const after = await store.write(async (writer) => {
        const before = await own(actor, writer);
        assertFreeOfRoles(parts, before, source);
        const next = withoutIdentity(before, source);
        const hasPassword = parts.hasPasswords && next.passwordHash !== null;
        if (!hasPassword && next.identities.length === 0) {
          throw fault(
            'accounts/last-way-in',
            'Without it you could sign in no more. Ask for a link to choose a password.',
          );
        }
        await writer.putUser(next);
        return next;
      });
      await endSessionsFrom(parts, after.id, source);
      tell(parts, actor, 'identity-disconnected', after, source);
      return toUser(after);
    },
  };
}

/** Connected again by himself it would count as his own choice: roles that the source takes away would stay. */
function assertFreeOfRoles({ provisioning }: AccountParts, { identities }: UserRecord, source: string): void {
  const isFollowed = identities.some((each) => each.source === source && each.madeAccount);
  if (provisioning !== 'each-time' || !isFollowed) return;
  throw fault('accounts/not-allowed', 'Your roles come from there. Ask somebody who manages users to disconnect it.');
}

/** @throws AuthError `accounts/not-connected`. */
export function withoutIdentity(user: UserRecord, source: string): UserRecord {
  const identities = user.identities.filter((each) => each.source !== source);
  if (identities.length < user.identities.length) return { ...user, identities };
  throw fault('accounts/not-connected', 'It is disconnected already. Look at the page again.');
}

/** What was signed in there must not outlive it. */
export async function endSessionsFrom({ sessions }: AccountParts, id: string, source: string): Promise<void> {
  for (const session of await sessions.list(id)) {
    if (session.method === source) await sessions.endOne(id, session.id);
  }
}
