/**
 * What a token lets its holder do here: only what the configuration says of the values of its claims.
 */

import { claimAt } from '@doorward/core';
import type { Payload } from './claims.ts';
import type { ResolvedMapping, ResolvedOptions } from './options.ts';

/** Frozen, and the same lists for the same rights: core makes its look-up of permissions once for each list. */
export interface Rights {
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
}

/** Different rights kept at most; past it they are made anew. */
const MAX_RIGHTS = 1_000;

/** Answers the rights that claims give. */
export function createRights(options: ResolvedOptions): (payload: Payload) => Rights {
  const { roles, permissions, permissionsOf, namedRoles } = options;
  const known = new Map<string, Rights>();

  return (payload) => {
    const held = mapped(roles.mapping, listOf(claimAt(payload, roles.claim)));
    const granted = mapped(permissions.mapping, wordsOf(claimAt(payload, permissions.claim)));
    const key = JSON.stringify([held, granted]);
    const same = known.get(key);
    if (same !== undefined) return same;
    const rights = {
      roles: Object.freeze([...namedRoles(held)]),
      permissions: Object.freeze([...new Set([...permissionsOf(held), ...granted])]),
    };
    if (known.size >= MAX_RIGHTS) known.clear();
    known.set(key, rights);
    return rights;
  };
}

function mapped(mapping: ResolvedMapping, values: readonly unknown[]): string[] {
  const given = values.flatMap((value) => (typeof value === 'string' ? (mapping.get(value) ?? []) : []));
  return [...new Set(given)].sort();
}

function listOf(claim: unknown): readonly unknown[] {
  return Array.isArray(claim) ? claim : [claim];
}

function wordsOf(claim: unknown): readonly unknown[] {
  return typeof claim === 'string' ? claim.split(' ') : listOf(claim);
}
