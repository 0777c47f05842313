/**
 * Who somebody is, of the claims that the provider made.
 * @see OpenID Connect Core §5.1
 */

import { claimAt, type ProviderIdentity } from '@doorward/core';
import type { ResolvedOptions, ResolvedRoles } from './options.ts';

export type Claims = Readonly<Record<string, unknown>>;

export const MAX_NAME_LENGTH = 256;
/** RFC 5321 §4.5.3.1.3, with its brackets. */
export const MAX_EMAIL_LENGTH = 256;

/** True when something is still to be asked for at the userinfo endpoint. */
export function lacksClaims(claims: Claims, { nameClaims, roles, scopes }: ResolvedOptions): boolean {
  const [best = 'name'] = nameClaims;
  if (textAt(claims, best, MAX_NAME_LENGTH) === undefined) return true;
  if (roles !== null && claimAt(claims, roles.claim) === undefined) return true;
  return scopes.split(' ').includes('email') && claimAt(claims, 'email') === undefined;
}

export function identityOf(subject: string, claims: Claims, options: ResolvedOptions): ProviderIdentity {
  const name = options.nameClaims
    .map((claim) => textAt(claims, claim, MAX_NAME_LENGTH))
    .find((found) => found !== undefined);
  const username = textAt(claims, 'preferred_username', MAX_NAME_LENGTH);
  const email = textAt(claims, 'email', MAX_EMAIL_LENGTH);
  return {
    subject,
    ...(username === undefined ? {} : { username }),
    ...(name === undefined ? {} : { name }),
    ...(email === undefined ? {} : { email }),
    roles: rolesAt(claims, options.roles),
  };
}

/**
 * A sentence for the log where the roles stand somewhere else, which is not asked: a token would choose the address. So
 * does Entra ID with the groups of somebody who is in many. `null` where nothing is amiss.
 * @see OpenID Connect Core §5.6.2
 */
export function missingRoles(claims: Claims, { roles }: ResolvedOptions): string | null {
  if (roles === null || claimAt(claims, roles.claim) !== undefined) return null;
  const names: unknown = claims['_claim_names'];
  const [first = ''] = roles.claim.split('.');
  const isElsewhere =
    typeof names === 'object' && names !== null && [roles.claim, first].some((name) => Object.hasOwn(names, name));
  if (!isElsewhere) return null;
  return `somebody has no roles, since the claim "${roles.claim}" stands somewhere else (_claim_names), which is not asked`;
}

/** A text that can be seen, without what stands around it, cut at the length; else nothing. */
export function textAt(claims: Claims, name: string, maxLength: number): string | undefined {
  const value = claimAt(claims, name);
  return typeof value === 'string' && value.trim() !== '' ? value.trim().slice(0, maxLength) : undefined;
}

/** The roles that values of the claim are mapped to. A value that is not in the mapping gives nothing. */
export function rolesAt(claims: Claims, roles: ResolvedRoles | null): readonly string[] {
  if (roles === null) return [];
  const { claim, mapping } = roles;
  const value = claimAt(claims, claim);
  const values: readonly unknown[] = Array.isArray(value) ? value : [value];
  const names = values.flatMap((each) => (typeof each === 'string' ? (mapping.get(each) ?? []) : []));
  return [...new Set(names)].sort();
}
