/**
 * The key that an argument names.
 */

import type { Key, Keys } from '@doorward/accounts';
import { isAuthError } from '@doorward/core';
import { CommandError } from '../failure.ts';
import type { Session } from '../store.ts';

/** The keys of the store. Whether the server takes any is said by its code. */
export function keysOf({ accounts }: Session): Keys {
  if (accounts.keys === null) throw new TypeError('keys can be managed in any case');
  return accounts.keys;
}

/** @throws CommandError when there is none. */
export async function findKey(session: Session, id: string): Promise<Key> {
  try {
    return await keysOf(session).get(session.actor, id);
  } catch (error) {
    if (!isAuthError(error) || error.code !== 'accounts/key-not-found') throw error;
    throw new CommandError(
      `there is no key "${id}" in ${session.place}. See: doorward key list, for a user's with --owner`,
    );
  }
}
