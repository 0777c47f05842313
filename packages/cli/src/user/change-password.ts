/**
 * `user passwd`: a new password. It ends the user's sessions.
 */

import { type GlobalOptions, withStore } from '../store.ts';
import type { Answer } from '../terminal/output.ts';
import { findUser } from './find-user.ts';
import { makeLink } from './link.ts';
import { assertPasswordSource, withPassword } from './password.ts';
import { userJson } from './user-json.ts';

export interface PasswordOptions extends GlobalOptions {
  readonly passwordStdin?: boolean;
  readonly link?: boolean;
  readonly keepPassword?: boolean;
}

export async function changePassword(name: string, options: PasswordOptions, command: string): Promise<Answer> {
  const { passwordStdin = false, link = false, keepPassword = false } = options;
  if (link) return makeLink(name, options);
  assertPasswordSource(passwordStdin, command);
  return withStore(options, async ({ accounts, actor, ...session }) => {
    const { id, username } = await findUser({ accounts, actor, ...session }, name);
    const user = await withPassword(passwordStdin, username, (password) =>
      accounts.users.update(actor, id, { password, mustChangePassword: !keepPassword }),
    );
    const notes = keepPassword
      ? []
      : [`At the next sign-in ${username} has to choose another one; --keep-password spares that.`];
    return { text: `changed the password of ${username}, who is signed out everywhere`, json: userJson(user), notes };
  });
}
