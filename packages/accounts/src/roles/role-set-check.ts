/**
 * Mistakes in a configured role set, found at the start.
 */

import { AuthError } from '@doorward/core';
import { inheritsFromItself } from './inheritance.ts';
import { PERMISSION } from './permission-form.ts';
import type { RoleDefinition, RoleSet } from './role-set.ts';

const ROLE_NAME = /^[A-Za-z0-9._-]{1,64}$/;

/** @throws AuthError `accounts/roles-invalid` with the path of what is wrong. */
export function assertRoleSet(set: RoleSet, definitions: ReadonlyMap<string, RoleDefinition>): void {
  const known = (role: string, at: string): void => {
    if (!definitions.has(role)) throw wrong(at, `there is no role "${role}". Define it, or correct the name.`);
  };
  known(set.owner, 'owner');
  if (set.newcomer !== undefined) known(set.newcomer, 'newcomer');
  for (const [name, { permissions = [], inherits = [], users }] of definitions) {
    const at = `roles.${name}`;
    if (!ROLE_NAME.test(name)) throw wrong(at, 'a role is named by 1 to 64 letters, digits, "-", "_" and ".".');
    for (const role of inherits) known(role, `${at}.inherits`);
    for (const role of users === undefined || users.whose === '*' ? [] : users.whose) known(role, `${at}.users.whose`);
    const odd = permissions.find((permission) => !PERMISSION.test(permission));
    if (odd !== undefined) throw wrong(`${at}.permissions`, `"${odd}" is not resource:action[:id]. Correct it.`);
    if (inheritsFromItself(name, definitions)) {
      throw wrong(`${at}.inherits`, 'the role inherits from itself. Break the circle.');
    }
    if (users?.may.includes('roles') && users.whose !== '*') {
      throw wrong(`${at}.users`, '"roles" needs whose: "*", for roles that are made later are in no list. Add it.');
    }
  }
}

function wrong(at: string, what: string): AuthError {
  return new AuthError('accounts/roles-invalid', `roles.${at}: ${what}`, { option: `roles.${at}` });
}
