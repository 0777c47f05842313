/**
 * A role set made ready: inheritance resolved, mistakes found at the start, and the answers to "what
 * may these roles do" and "may this person do that to this user".
 */

import { type Principal, permissionCheck } from '@doorward/core';
import type { CustomRole } from './custom-role.ts';
import { type ResolvedRole, resolveCustomRole, resolveRole } from './inheritance.ts';
import type { RoleDefinition, RoleSet, UserAction, UserRights } from './role-set.ts';
import { assertRoleSet } from './role-set-check.ts';

/** What somebody may do with users, and what he holds himself. */
export interface Authority {
  readonly may: ReadonlySet<UserAction>;
  readonly whose: '*' | ReadonlySet<string>;
  readonly permissions: readonly string[];
}

export interface RoleInfo {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  /** Its own, without those that it inherits. */
  readonly permissions: readonly string[];
  readonly inherits: readonly string[];
  /** Made by people, not by the configuration. */
  readonly isCustom: boolean;
}

export interface Roles {
  readonly owner: string;
  readonly newcomer: readonly string[];
  /** In the order of the configuration; then custom ones, as they were made. */
  readonly all: readonly RoleInfo[];
  has(role: string): boolean;
  /** The same frozen list for the same roles. Roles that are not in the set give nothing. */
  permissionsOf(roles: readonly string[]): readonly string[];
  /** What a principal may do with users, by its roles; one with the permission `*` may do all. */
  authorityOf(principal: Pick<Principal, 'roles' | 'permissions'>): Authority;
  /**
   * True when every role of the user is one that he may manage. To update takes roles that he may grant as
   * well: who can set the password of somebody, or gets the link to, can be that person.
   */
  mayManage(authority: Authority, action: UserAction, user: { readonly roles: readonly string[] }): boolean;
  /**
   * True when he may give or take this role: nobody hands out more than he holds, neither permissions
   * nor rights over users.
   */
  mayGrant(authority: Authority, role: string): boolean;
}

const EVERYTHING: Authority = {
  may: new Set<UserAction>(['read', 'create', 'update', 'delete', 'audit', 'keys', 'roles']),
  whose: '*',
  permissions: Object.freeze(['*']),
};

/**
 * `custom` roles stand beside those of the set; one of a name that the set has is left out.
 *
 * @throws AuthError `accounts/roles-invalid` with the path of what is wrong with the set.
 */
export function createRoles(set: RoleSet, custom: readonly CustomRole[] = []): Roles {
  const configured = new Map(Object.entries(set.roles));
  assertRoleSet(set, configured);
  const made = custom.filter(({ name }) => !configured.has(name)).map((role) => [role.name, role] as const);
  const definitions = new Map<string, RoleDefinition>([...configured, ...made]);
  const resolved = resolveAll(configured, definitions);
  const lists = new Map<string, readonly string[]>();

  function permissionsOf(roles: readonly string[]): readonly string[] {
    const key = JSON.stringify(roles);
    const known = lists.get(key);
    if (known !== undefined) return known;
    const permissions = Object.freeze([...new Set(roles.flatMap((role) => resolved.get(role)?.permissions ?? []))]);
    if (lists.size < MAX_LISTS) lists.set(key, permissions);
    return permissions;
  }

  function authorityOf({ roles, permissions }: Pick<Principal, 'roles' | 'permissions'>): Authority {
    if (permissions.includes('*')) return EVERYTHING;
    return joined(
      roles.flatMap((role) => resolved.get(role)?.rights ?? []),
      permissions,
    );
  }

  const within = (whose: Authority['whose'], roles: Iterable<string>): boolean =>
    whose === '*' || [...roles].every((role) => whose.has(role));

  function mayGrant(authority: Authority, role: string): boolean {
    const given = resolved.get(role);
    if (given === undefined || !within(authority.whose, [role])) return false;
    const holds = permissionCheck(authority.permissions);
    const gives = authorityOf({ roles: [role], permissions: given.permissions });
    return (
      given.permissions.every((permission) => holds(permission)) &&
      [...gives.may].every((action) => authority.may.has(action)) &&
      (gives.whose === '*' ? authority.whose === '*' : within(authority.whose, gives.whose))
    );
  }

  const isWithinReach = (authority: Authority, role: string): boolean =>
    !definitions.has(role) || mayGrant(authority, role);

  return {
    owner: set.owner,
    newcomer: set.newcomer === undefined ? [] : [set.newcomer],
    all: [...definitions].map(([name, role]) => infoOf(name, role, !configured.has(name))),
    has: (role) => definitions.has(role),
    permissionsOf,
    authorityOf,
    mayManage: (authority, action, user) =>
      authority.may.has(action) &&
      within(authority.whose, user.roles) &&
      (action !== 'update' || user.roles.every((role) => isWithinReach(authority, role))),
    mayGrant,
  };
}

const MAX_LISTS = 10_000;

type Definitions = ReadonlyMap<string, RoleDefinition>;

/** A role of the set inherits from the set alone, so each kind is resolved by its own rule. */
function resolveAll(configured: Definitions, definitions: Definitions): ReadonlyMap<string, ResolvedRole> {
  return new Map(
    [...definitions.keys()].map((name) => [
      name,
      configured.has(name) ? resolveRole(name, configured) : resolveCustomRole(name, definitions),
    ]),
  );
}

function infoOf(
  name: string,
  { label, description, permissions, inherits }: RoleDefinition,
  isCustom: boolean,
): RoleInfo {
  return {
    name,
    label: label || name.slice(0, 1).toUpperCase() + name.slice(1),
    description: description ?? '',
    permissions: permissions ?? [],
    inherits: inherits ?? [],
    isCustom,
  };
}

function joined(rights: readonly UserRights[], permissions: readonly string[]): Authority {
  const all = rights.some(({ whose }) => whose === '*');
  return {
    may: new Set(rights.flatMap(({ may }) => may)),
    whose: all ? '*' : new Set(rights.flatMap(({ whose }) => whose)),
    permissions,
  };
}
