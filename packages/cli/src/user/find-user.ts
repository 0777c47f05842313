/**
 * The user that an argument names, and what may be done to him with the roles that are known here.
 */

import type { User } from '@doorward/accounts';
import { CommandError } from '../failure.ts';
import type { Session } from '../store.ts';

/** @throws CommandError when there is none. */
export async function findUser(session: Session, name: string): Promise<User> {
  const user = await session.find(name);
  if (user !== null) return user;
  throw new CommandError(`there is no user "${name}" in ${session.place}. See: doorward user list`);
}

/**
 * Which roles are the owners' says the role set. With another one than the server's the last owner
 * could be shut out, so a role that is not in it stops the command.
 */
export function assertRolesKnown({ accounts }: Session, { username, roles }: User): void {
  const unknown = roles.find((role) => !accounts.roles.has(role));
  if (unknown === undefined) return;
  throw new CommandError(
    `${username} has the role ${unknown}, which is not in the role set here. Name the server's with --role-set or DOORWARD_ROLES.`,
  );
}

/** @throws CommandError naming the roles that there are. */
export function assertRoles({ accounts }: Session, roles: readonly string[]): void {
  const unknown = roles.find((role) => !accounts.roles.has(role));
  if (unknown === undefined) return;
  const names = accounts.roles.all.map(({ name }) => name).join(', ');
  throw new CommandError(
    `there is no role "${unknown}"; the roles are ${names}. Another role set is named by --role-set or DOORWARD_ROLES.`,
  );
}

export const rolesOf = ({ roles }: User): string => (roles.length === 0 ? 'no role' : roles.join(', '));
