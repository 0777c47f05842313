/**
 * The way back from auto login. The superuser of it has a password that nobody knows; the configured one
 * counts until somebody has signed in with it.
 */

import type { Accounts, Actor, Doorward, User } from '@doorward/auth';
import type { Settings } from './settings.ts';

/** Whoever sets the variables of this process may do everything. The audit log shows it by this name. */
const ACTOR: Actor = {
  principal: { subject: 'machine', name: 'machine', roles: [], permissions: ['*'], method: 'start' },
  clientAddress: '',
};

/** @throws AuthError for a password that may not be set. */
export async function settleSuperuser({ accounts }: Doorward, settings: Settings): Promise<void> {
  const { autoLogin, superuser, superuserPassword: password } = settings;
  if (accounts === null || autoLogin) return;
  const { users } = await accounts.users.list(ACTOR, { search: superuser, role: accounts.roles.owner });
  const found = users.find(({ username }) => username === superuser);
  if (found === undefined || (await hasSignedIn(accounts, found))) return;
  if (password !== undefined) await accounts.users.update(ACTOR, found.id, { password, mustChangePassword: false });
  else warnOfUnknownPassword(found);
}

/** By password or, as at the set-up, by a link. */
async function hasSignedIn({ audit }: Accounts, { id, lastSignInAt }: User): Promise<boolean> {
  return lastSignInAt !== null || (await audit.list(ACTOR, { subject: id, types: ['login'], limit: 1 })).length > 0;
}

function warnOfUnknownPassword({ username }: User): void {
  console.warn(
    `Millrace: ${username} has not signed in yet. Where auto login made him, nobody knows his password: set LANGFLOW_SUPERUSER_PASSWORD and start again.`,
  );
}
