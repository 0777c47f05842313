/**
 * A role set made ready: inheritance resolved, mistakes found at the start, and the answers to "what
 * may these roles do" and "may this person do that to this user".
 */

import { AuthError, type Principal, permissionCheck } from '@doorward/core';
import { PERMISSION } from './permission-form.ts';
import type { RoleDefinition, RoleSet, UserAction, UserRights } from './role-set.ts';

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
}

export interface Roles {
  readonly owner: string;
  readonly newcomer: readonly string[];
  /** In the order of the configuration. */
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

interface ResolvedRole {
  readonly permissions: readonly string[];
  readonly rights: readonly UserRights[];
}

const EVERYTHING: Authority = {
  may: new Set<UserAction>(['read', 'create', 'update', 'delete', 'audit', 'keys']),
  whose: '*',
  permissions: Object.freeze(['*']),
};

/** @throws AuthError `accounts/roles-invalid` with the path of what is wrong. */
export function createRoles(set: RoleSet): Roles {
  const definitions = new Map(Object.entries(set.roles));
  assertRoleSet(set, definitions);
  const resolved = new Map([...definitions.keys()].map((name) => [name, resolveRole(name, definitions)] as const));
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
    all: [...definitions].map(([name, { label, description = '' }]) => ({
      name,
      label: label ?? name.slice(0, 1).toUpperCase() + name.slice(1),
      description,
    })),
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

function joined(rights: readonly UserRights[], permissions: readonly string[]): Authority {
  const all = rights.some(({ whose }) => whose === '*');
  return {
    may: new Set(rights.flatMap(({ may }) => may)),
    whose: all ? '*' : new Set(rights.flatMap(({ whose }) => whose)),
    permissions,
  };
}

function resolveRole(name: string, definitions: ReadonlyMap<string, RoleDefinition>): ResolvedRole {
  const reached = [...reachableFrom(name, definitions)].map((role) => definitions.get(role) ?? {});
  return {
    permissions: [...new Set(reached.flatMap(({ permissions = [] }) => permissions))],
    rights: reached.flatMap(({ users }) => (users === undefined ? [] : [users])),
  };
}

/** The role and all that it inherits from. */
function reachableFrom(name: string, definitions: ReadonlyMap<string, RoleDefinition>): Set<string> {
  const reached = new Set([name]);
  for (const role of reached) for (const next of definitions.get(role)?.inherits ?? []) reached.add(next);
  return reached;
}

const ROLE_NAME = /^[A-Za-z0-9._-]{1,64}$/;

function assertRoleSet(set: RoleSet, definitions: ReadonlyMap<string, RoleDefinition>): void {
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
    const inCycle = inherits.some((role) => reachableFrom(role, definitions).has(name));
    if (inCycle) throw wrong(`${at}.inherits`, 'the role inherits from itself. Break the circle.');
  }
}

function wrong(at: string, what: string): AuthError {
  return new AuthError('accounts/roles-invalid', `roles.${at}: ${what}`, { option: `roles.${at}` });
}
