/**
 * A user as programs get it.
 */

import type { IssuedTicket, User } from '@doorward/accounts';
import { isoOf } from '../terminal/table.ts';

/** The user with times in ISO 8601. */
export function userJson(user: User): object {
  return { ...user, createdAt: isoOf(user.createdAt), lastSignInAt: isoOf(user.lastSignInAt) };
}

export function linkJson(link: string, { purpose, expiresAt }: IssuedTicket): object {
  return { link, purpose, expiresAt: isoOf(expiresAt) };
}
