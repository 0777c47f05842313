/**
 * A sign-in that the provider, or a site in its name, begins here.
 * @see OpenID Connect Core §4
 */

import type { Provider } from '@doorward/core';
import type { ResolvedOptions } from './options.ts';
import { isName, onlyValue } from './parameters.ts';

const NAMES = ['iss', 'target_link_uri', 'login_hint'];

/** One that does not name the issuer is none. A hint that is too long, or no text for people, is left out. */
export function createInvitation({ issuer }: ResolvedOptions): NonNullable<Provider['invitation']> {
  return (parameters) => {
    if (!parameters.has('iss')) return { kind: 'none' };
    const isTwice = NAMES.some((name) => parameters.getAll(name).length > 1);
    if (isTwice || parameters.get('iss') !== issuer) return { kind: 'refused' };
    const hint = onlyValue(parameters, 'login_hint');
    return { kind: 'invited', target: parameters.get('target_link_uri'), hint: isName(hint) ? hint : null };
  };
}
