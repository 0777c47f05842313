/**
 * What the roles of those may do who are no users of ours: holders of static tokens and JWTs, and people who sign
 * in with a provider.
 */

import type { RoleHolder, RoleMapping, RoleSetOption, RolesOf, RolesOption } from './credential-options.ts';
import { invalid, type ResolvedOptions } from './option-schema.ts';
import { roleSetOf } from './people.ts';

export interface KnownRoles {
  /** `null`: any role will do. */
  readonly has: ((role: string) => boolean) | null;
  /** Those that count as roles here, of what a source names. */
  readonly named: (roles: readonly string[]) => readonly string[];
  /** Those that an account may be given, of what a source names. */
  readonly granted: (roles: readonly string[]) => readonly string[];
  /** The same frozen list for the same roles. */
  readonly permissionsOf: (roles: readonly string[]) => readonly string[];
}

/** The role set that users have, where nothing else is said. */
export function userRoles({ roles, accounts }: ResolvedOptions): RoleSetOption {
  const own = accounts === false ? undefined : accounts.roles;
  return own ?? (roles === undefined || isMapping(roles) ? 'team' : roles);
}

/** @throws AuthError `accounts/roles-invalid`, `auth/options-invalid`. */
export async function knownRoles(options: ResolvedOptions): Promise<KnownRoles> {
  const { roles, accounts } = options;
  if (roles === undefined && accounts === false)
    return { has: null, named: asTheyAre, granted: () => [], permissionsOf: () => NO_PERMISSIONS };
  const library = await import('@doorward/accounts');
  const ofUsers = library.createRoles(roleSetOf(library, userRoles(options)));
  if (roles === undefined || !isMapping(roles)) {
    const named = (names: readonly string[]): readonly string[] => names.filter(ofUsers.has);
    return { has: ofUsers.has, named, granted: named, permissionsOf: ofUsers.permissionsOf };
  }
  // A word of somebody else is no role of our users, whatever it sounds like: those come with rights over users.
  const named =
    accounts === false ? asTheyAre : (names: readonly string[]) => names.filter((name) => !ofUsers.has(name));
  // Nor is it one that somebody makes here later, and calls so.
  return { has: null, named, granted: () => [], permissionsOf: mappedPermissions(roles, library.PERMISSION) };
}

const asTheyAre = (roles: readonly string[]): readonly string[] => roles;

/** @throws AuthError `auth/options-invalid` for an answer that is no list of roles: it must not be taken for one. */
export function assignedRoles(rolesOf: RolesOf | undefined, holder: RoleHolder): readonly string[] {
  if (rolesOf === undefined) return holder.roles;
  const answer: unknown = rolesOf(holder);
  if (Array.isArray(answer) && answer.every((role) => typeof role === 'string')) return answer;
  throw invalid('rolesOf', `answered no list of names for "${holder.id}". Make it answer [] for no role.`);
}

function isMapping(roles: RolesOption): roles is RoleMapping {
  return typeof roles === 'object' && 'roleMapping' in roles;
}

const NO_PERMISSIONS: readonly string[] = Object.freeze([]);

/** What a role that is not in the mapping gives. */
const DEFAULT_ENTRY = '_default';

/** Lists kept at most: roles come from outside. */
const MAX_LISTS = 10_000;

function mappedPermissions({ roleMapping }: RoleMapping, form: RegExp): KnownRoles['permissionsOf'] {
  // A Map: a role such as `__proto__` is a role like any other.
  const mapping = new Map(Object.entries(roleMapping));
  for (const [role, permissions] of mapping) assertPermissions(role, permissions, form);
  const otherwise = mapping.get(DEFAULT_ENTRY) ?? NO_PERMISSIONS;
  const permissionsFor = (role: string): readonly string[] =>
    role === DEFAULT_ENTRY ? otherwise : (mapping.get(role) ?? otherwise);
  const lists = new Map<string, readonly string[]>();

  return (roles) => {
    const key = JSON.stringify(roles);
    const known = lists.get(key);
    if (known !== undefined) return known;
    const permissions = Object.freeze([...new Set(roles.flatMap(permissionsFor))]);
    if (lists.size >= MAX_LISTS) lists.clear();
    lists.set(key, permissions);
    return permissions;
  };
}

function assertPermissions(role: string, permissions: readonly string[], form: RegExp): void {
  const odd = permissions.find((permission) => !form.test(permission));
  if (odd === undefined) return;
  throw invalid(`roles.roleMapping.${role}`, `"${odd}" is not resource:action[:id]. Correct it.`);
}
