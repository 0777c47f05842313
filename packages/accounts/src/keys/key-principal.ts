/**
 * Whom a request with a key acts as.
 */

import { commonPermissions, createPrincipal, type KeyRecord, type Principal, type UserRecord } from '@doorward/core';
import type { Roles } from '../roles/roles.ts';
import { toPrincipal } from '../users/user.ts';
import { KEY_METHOD } from './key.ts';

/** A key with permissions of its own has no roles: a policy on roles would let through more than they say. */
export function personalPrincipal(record: KeyRecord, owner: UserRecord, roles: Roles): Principal {
  const principal = toPrincipal(owner, roles, KEY_METHOD);
  return record.permissions === null ? principal : limited(principal, record.permissions);
}

/** Without roles its permissions alone count. */
export function servicePrincipal(record: KeyRecord, roles: Roles): Principal {
  const { id, name, permissions } = record;
  const held = permissions !== null && record.roles.length === 0 ? permissions : roles.permissionsOf(record.roles);
  const principal = createPrincipal({
    subject: id,
    name,
    roles: record.roles.filter(roles.has),
    permissions: held,
    method: KEY_METHOD,
  });
  return permissions === null ? principal : limited(principal, permissions);
}

function limited(principal: Principal, permissions: readonly string[]): Principal {
  const common = commonPermissions(principal.permissions, Object.freeze([...permissions]));
  return Object.freeze({ ...principal, roles: NO_ROLES, permissions: common });
}

const NO_ROLES: readonly string[] = Object.freeze([]);
