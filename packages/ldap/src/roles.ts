/**
 * What groups give here, by the mapping.
 */

import { leadingName, normalDn, normalName } from './dn.ts';
import type { ResolvedRoles } from './options.ts';

/** Of all groups together, each once; the default roles when there is none. */
export function rolesOf(groups: readonly string[], { byDn, byName, otherwise }: ResolvedRoles): readonly string[] {
  const given = groups.flatMap((group) => {
    const dn = normalDn(group);
    const name = dn === null ? normalName(group) : leadingName(group);
    return [...(dn === null ? [] : (byDn.get(dn) ?? [])), ...(name === null ? [] : (byName.get(name) ?? []))];
  });
  return [...new Set(given.length === 0 ? otherwise : given)].sort();
}
