/**
 * A principal that may do no more than a key allows.
 */

import { commonPermissions } from './common-permissions.ts';
import { createPrincipal, type Principal } from './principal.ts';

const known = new WeakMap<Principal, WeakMap<Principal, Principal>>();

/**
 * `principal` with what its permissions have in common with those of `key`. Its roles stay where the key has
 * them too, so that no policy on roles lets through what the key may not.
 */
export function limitedPrincipal(principal: Principal, key: Principal): Principal {
  const ofPrincipal = known.get(principal) ?? new WeakMap<Principal, Principal>();
  known.set(principal, ofPrincipal);
  let limited = ofPrincipal.get(key);
  if (limited === undefined) {
    const roles = key.permissions.includes('*')
      ? principal.roles
      : principal.roles.filter((role) => key.roles.includes(role));
    const permissions = commonPermissions(principal.permissions, key.permissions);
    limited = Object.freeze({ ...createPrincipal({ ...principal, roles }), permissions });
    ofPrincipal.set(key, limited);
  }
  return limited;
}
