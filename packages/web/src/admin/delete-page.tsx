/**
 * Asks before a user is deleted: nothing brings one back.
 */

import { nameOf, type User } from '@doorward/accounts';
import type { Child } from 'hono/jsx';
import { DeleteActions } from '../deletion.tsx';

export function DeleteForm({ path, user }: { readonly path: string; readonly user: User }): Child {
  return (
    <form class="card" method="post" action={`${path}/delete`}>
      <dl>
        <dt>Username</dt>
        <dd>
          <bdi>{user.username}</bdi>
        </dd>
        <dt>E-mail</dt>
        <dd>{user.email === null ? 'None' : <bdi>{user.email}</bdi>}</dd>
      </dl>
      <p>
        The account and its sessions end at once, and cannot be brought back. What <bdi>{nameOf(user)}</bdi> has done
        stays in the audit log. To keep the account and shut the user out, disable it.
      </p>
      <DeleteActions what="user" back={path} />
    </form>
  );
}
