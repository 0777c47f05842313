/**
 * The account behind a request, if there is one.
 */

import type { OwnActor, User } from '@doorward/accounts';
import { isAuthError } from '@doorward/core';
import type { WebPeople } from './people.ts';

/** `null` for whoever has none, such as the holder of the token. */
export async function accountOf({ accounts }: WebPeople, actor: OwnActor): Promise<User | null> {
  try {
    return await accounts.own.get(actor);
  } catch (error) {
    if (isAuthError(error) && error.code === 'accounts/no-account') return null;
    throw error;
  }
}
