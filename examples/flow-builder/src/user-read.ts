/**
 * A user as the API of seed 003 shows him.
 */

import type { Accounts, User } from '@doorward/auth';
import { auth } from './auth.ts';

export interface UserRead {
  readonly id: string;
  readonly username: string;
  readonly is_active: boolean;
  readonly is_superuser: boolean;
  readonly create_at: string;
  readonly last_login_at: string | null;
}

export function userRead(user: Omit<User, 'hasPassword'>): UserRead {
  const { id, username, roles, status, createdAt, lastSignInAt } = user;
  return {
    id,
    username,
    is_active: status === 'active',
    is_superuser: roles.includes(accounts.roles.owner),
    create_at: new Date(createdAt).toISOString(),
    last_login_at: lastSignInAt === null ? null : new Date(lastSignInAt).toISOString(),
  };
}

export const accounts: Accounts = (() => {
  if (auth.accounts === null) throw new TypeError('this server is made with accounts');
  return auth.accounts;
})();
