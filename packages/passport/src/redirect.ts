/**
 * Where a strategy sends the browser, with the state of ours in it. All else of the address stays as it is to the
 * letter, since it may be signed.
 */

import type { ProviderRequest } from '@doorward/core';
import { AuthError } from '@doorward/core';

export interface Redirect {
  readonly url: string;
  /** The state that the strategy had put there. */
  readonly ownState: string | null;
  /** The nonce of OpenID Connect. */
  readonly nonce: string | null;
}

/** By a parameter of theirs: protocols that bring no `state` back. */
const WITHOUT_STATE: Readonly<Record<string, string>> = {
  oauth_token: 'OAuth 1.0a',
  SAMLRequest: 'SAML',
  'openid.mode': 'OpenID 2.0',
  wtrealm: 'WS-Federation',
};

/** @throws AuthError `passport/redirect-refused`. */
export function redirectOf(given: unknown, { state, callbackUrl }: ProviderRequest): Redirect {
  const address = typeof given === 'string' && URL.canParse(given) ? new URL(given) : null;
  if (address === null) throw refusedRedirect('it leads to no address');
  if (address.protocol !== 'https:' && address.protocol !== 'http:') {
    throw refusedRedirect(`it leads to an address of ${address.protocol}`);
  }
  assertCarriesState(address);
  assertComesBack(address, callbackUrl);
  const states = address.searchParams.getAll('state');
  if (states.length > 1) throw refusedRedirect('it has "state" more than once');
  const others = address.search
    .slice(1)
    .split('&')
    .filter((pair) => pair !== '' && nameIn(pair) !== 'state');
  address.search = [...others, `state=${state}`].join('&');
  return { url: address.href, ownState: states[0] ?? null, nonce: address.searchParams.get('nonce') };
}

/** The error of a strategy that sends the browser nowhere, or where it would not come back from. */
export function refusedRedirect(problem: string): AuthError {
  return new AuthError('passport/redirect-refused', `The strategy's redirect is refused: ${problem}.`);
}

function assertCarriesState({ searchParams }: URL): void {
  const found = Object.entries(WITHOUT_STATE).find(([name]) => searchParams.has(name));
  if (found === undefined) return;
  throw refusedRedirect(`${found[1]} brings no "state" back, by which a sign-in is known to be this browser's`);
}

function assertComesBack({ searchParams }: URL, callbackUrl: string): void {
  const other = searchParams.getAll('redirect_uri').find((uri) => uri !== callbackUrl);
  if (other === undefined) return;
  throw refusedRedirect(`redirect_uri is not ${callbackUrl}; give the strategy that one, and register it`);
}

const nameIn = (pair: string): string | undefined => [...new URLSearchParams(pair).keys()][0];
