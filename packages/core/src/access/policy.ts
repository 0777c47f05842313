/**
 * What a route or a mount demands of a principal beyond being signed in.
 */

import { permissionCheck } from './permission.ts';
import type { Principal } from './principal.ts';

export interface Policy {
  /** Any one of these roles. */
  readonly roles?: readonly string[];
  /** Every one of these permissions. */
  readonly permissions?: readonly string[];
  /** Any one of these permissions. */
  readonly any?: readonly string[];
  /** Every one of these policies. */
  readonly all?: readonly Policy[];
}

/** What the principal lacks, for the 403 to name; `null` when nothing. */
export function missingFrom(principal: Principal, policy: Policy): string | null {
  const { roles = [], permissions = [], any = [], all = [] } = policy;
  for (const one of all) {
    const missing = missingFrom(principal, one);
    if (missing !== null) return missing;
  }
  if (roles.length > 0 && !roles.some((role) => principal.roles.includes(role))) {
    return `role ${roles.join(' or ')}`;
  }
  const can = permissionCheck(principal.permissions);
  const lacking = permissions.find((permission) => !can(permission));
  if (lacking !== undefined) return `permission ${lacking}`;
  return any.length === 0 || any.some((permission) => can(permission)) ? null : `permission ${any.join(' or ')}`;
}
