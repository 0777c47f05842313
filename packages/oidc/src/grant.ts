/**
 * What is kept of a sign-in for later: for renewing, for signing out, and for the app's requests in the person's name.
 */

import type { ProviderGrant } from '@doorward/core';
import { refused } from './answer.ts';

/** What the provider gave, as `providerGrant.secret` holds it, in JSON. */
export interface OidcTokens {
  /** Its `sub` for the person. */
  readonly subject: string;
  /** Lets the app ask the provider's services in the person's name. `null`: it was too large to keep. */
  readonly accessToken: string | null;
  /** When the access token is over, in milliseconds since the epoch. `null`: the provider did not say. */
  readonly expiresAt: number | null;
  /** `null`: the provider gave none, and is never asked again. */
  readonly refreshToken: string | null;
  /** Tells the provider whose session is to end there. `null`: it was too large to keep. */
  readonly idToken: string | null;
}

/** What an answer of the token endpoint has, as far as it is kept. `expiresIn` is in seconds. */
export interface GivenTokens extends Omit<OidcTokens, 'expiresAt'> {
  readonly expiresIn: number | undefined;
}

const MAX_BYTES = 16_384;
/** So long before the access token is over, at most. */
const AHEAD_SECONDS = 60;
/** A sign-in is asked after once an hour at least, and not more often than this, whatever the provider says. */
const LIFETIME_SECONDS = { least: 20, most: 60 * 60 };

export function grantOf({ expiresIn, ...given }: GivenTokens, now: number): ProviderGrant {
  const tokens: OidcTokens = { ...given, expiresAt: expiresIn === undefined ? null : now + expiresIn * 1000 };
  const secret = [tokens, { ...tokens, idToken: null }, { ...tokens, idToken: null, accessToken: null }]
    .map((kept) => JSON.stringify(kept))
    .find((text) => Buffer.byteLength(text) <= MAX_BYTES);
  if (secret === undefined) throw refused('its refresh token is too large');
  return { renewAt: tokens.refreshToken === null ? null : renewAt(expiresIn, now), secret };
}

/** Reads the `secret` of a grant that a provider of this package gave. */
export function readOidcTokens(secret: string): OidcTokens {
  return JSON.parse(secret) as OidcTokens;
}

function renewAt(expiresIn: number | undefined, now: number): number {
  const { least, most } = LIFETIME_SECONDS;
  const lifetime = Math.min(Math.max(expiresIn ?? most, least), most);
  return now + Math.max(lifetime - AHEAD_SECONDS, lifetime / 2) * 1000;
}
