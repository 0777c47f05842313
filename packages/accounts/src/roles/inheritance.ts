/**
 * What a role holds with all that it inherits.
 */

import type { RoleDefinition, UserRights } from './role-set.ts';

export interface ResolvedRole {
  readonly permissions: readonly string[];
  readonly rights: readonly UserRights[];
}

type Definitions = ReadonlyMap<string, RoleDefinition>;

/** A role of the configuration. */
export function resolveRole(name: string, definitions: Definitions): ResolvedRole {
  const reached = [...reachableFrom(name, definitions)].map((role) => definitions.get(role) ?? {});
  return {
    permissions: [...new Set(reached.flatMap(({ permissions = [] }) => permissions))],
    rights: reached.flatMap(({ users }) => (users === undefined ? [] : [users])),
  };
}

/**
 * A role that people made: permissions alone, whatever it inherits. `*` carries the rights over users, so it comes
 * as `*:*`.
 */
export function resolveCustomRole(name: string, definitions: Definitions): ResolvedRole {
  const { permissions } = resolveRole(name, definitions);
  const limited = permissions.map((permission) => (permission === '*' ? '*:*' : permission));
  return { permissions: [...new Set(limited)], rights: [] };
}

export function inheritsFromItself(name: string, definitions: Definitions): boolean {
  const { inherits = [] } = definitions.get(name) ?? {};
  return inherits.some((role) => reachableFrom(role, definitions).has(name));
}

/** The role and all that it inherits from. */
function reachableFrom(name: string, definitions: Definitions): Set<string> {
  const reached = new Set([name]);
  for (const role of reached) for (const next of definitions.get(role)?.inherits ?? []) reached.add(next);
  return reached;
}
