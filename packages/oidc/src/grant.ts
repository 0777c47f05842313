/**
 * What is kept of a sign-in for later: no more than renewing and signing out need.
 */

import type { ProviderGrant } from '@doorward/core';
import { refused } from './answer.ts';

export interface KeptTokens {
  readonly subject: string;
  /** `null`: the provider gave none, and is never asked again. */
  readonly refreshToken: string | null;
  /** Tells the provider whose session is to end there. `null`: it was too large. */
  readonly idToken: string | null;
}

const MAX_BYTES = 16_384;
/** So long before the access token is over, at most. */
const AHEAD_SECONDS = 60;
/** A sign-in is asked after once an hour at least, and not more often than this, whatever the provider says. */
const LIFETIME_SECONDS = { least: 20, most: 60 * 60 };

/** `expiresIn` is how long the access token counts, in seconds. */
export function grantOf(tokens: KeptTokens, expiresIn: number | undefined, now: number): ProviderGrant {
  const all = JSON.stringify(tokens);
  const secret = fits(all) ? all : JSON.stringify({ ...tokens, idToken: null });
  if (!fits(secret)) throw refused('its refresh token is too large');
  return { renewAt: tokens.refreshToken === null ? null : renewAt(expiresIn, now), secret };
}

/** Of a grant that {@link grantOf} made. */
export function readGrant({ secret }: ProviderGrant): KeptTokens {
  return JSON.parse(secret) as KeptTokens;
}

function fits(secret: string): boolean {
  return Buffer.byteLength(secret) <= MAX_BYTES;
}

function renewAt(expiresIn: number | undefined, now: number): number {
  const { least, most } = LIFETIME_SECONDS;
  const lifetime = Math.min(Math.max(expiresIn ?? most, least), most);
  return now + Math.max(lifetime - AHEAD_SECONDS, lifetime / 2) * 1000;
}
