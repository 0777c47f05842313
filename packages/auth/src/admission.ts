/**
 * Whom somebody acts as here who is known elsewhere, to a provider or a directory.
 */

import { type Admit, outsidePrincipal } from '@doorward/core';
import type { ResolvedOptions } from './option-schema.ts';
import { assignedRoles, type KnownRoles } from './role-source.ts';

/** The same for the people of any source, by its id. */
export type AdmitFrom = (source: string) => Admit;

export function createAdmission({ rolesOf }: Pick<ResolvedOptions, 'rolesOf'>, known: KnownRoles): AdmitFrom {
  return (source) => (identity) => {
    const { subject: id, name = id, email, roles } = identity;
    const assigned = assignedRoles(rolesOf, { source, id, name, email: email ?? null, roles });
    const rights = { roles: known.named(assigned), permissions: known.permissionsOf(assigned) };
    return { kind: 'verified', principal: outsidePrincipal(source, identity, rights) };
  };
}
