/**
 * Whom somebody acts as here who is known elsewhere, to a provider or a directory.
 */

import { type Admit, type MaybePromise, outsidePrincipal } from '@doorward/core';
import type { ResolvedOptions } from './option-schema.ts';
import type { People } from './people.ts';
import { assignedRoles, type KnownRoles } from './role-source.ts';

/** The people of one source. */
export interface Admission {
  readonly admit: Admit;
  /** Id of the account of somebody who is known there; `null`: he has none. */
  readonly accountOf: (subject: string) => MaybePromise<string | null>;
}

/** The same for any source, by its id. */
export type AdmissionOf = (source: string) => Admission;

/** Who has an account acts as its user, with that user's roles; the others act as themselves. */
export function createAdmission(
  { rolesOf }: Pick<ResolvedOptions, 'rolesOf'>,
  known: KnownRoles,
  /** There before anybody signs in. */
  people: () => Pick<People, 'identities'> | null,
): AdmissionOf {
  return (source) => ({
    async admit(identity) {
      const { subject: id, username = null, email = null, roles: given } = identity;
      const name = identity.name || username || id;
      const assigned = assignedRoles(rolesOf, { source, id, username, name, email, roles: given });
      const account = await people()?.identities.admit(source, identity, known.granted(assigned));
      if (account) return account;
      const rights = { roles: known.named(assigned), permissions: known.permissionsOf(assigned) };
      return { kind: 'verified', principal: outsidePrincipal(source, identity, rights) };
    },
    accountOf: (subject) => people()?.identities.accountOf(source, subject) ?? null,
  });
}
