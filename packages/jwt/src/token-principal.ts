/**
 * Whom a token stands for. Identity is the pair of issuer and `sub`, never an e-mail address: that can change
 * hands, and need not have been checked.
 * @see https://openid.net/specs/openid-connect-core-1_0.html#ClaimStability
 */

import { claimAt, type Principal } from '@doorward/core';
import type { Claims } from './claims.ts';
import type { ResolvedOptions } from './options.ts';
import { createRights } from './rights.ts';

const MAX_NAME_LENGTH = 256;

/** Answers the principal of claims that were verified: subject `<issuer>|<sub>`, method `jwt`. */
export function createTokenPrincipal(options: ResolvedOptions): (claims: Claims) => Principal {
  const rightsOf = createRights(options);
  return ({ subject, payload }) => {
    const { roles, permissions } = rightsOf(payload);
    const name = nameOf(payload, options.nameClaims) ?? subject;
    return Object.freeze({ subject: `${options.issuer}|${subject}`, name, roles, permissions, method: 'jwt' });
  };
}

function nameOf(payload: Claims['payload'], claims: readonly string[]): string | undefined {
  for (const claim of claims) {
    const value = claimAt(payload, claim);
    if (typeof value === 'string' && value.trim() !== '') return value.trim().slice(0, MAX_NAME_LENGTH);
  }
  return undefined;
}
