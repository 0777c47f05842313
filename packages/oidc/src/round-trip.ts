/**
 * The round trip through the browser, as far as it is the same for all that have OAuth 2.0 below: PKCE on the way there,
 * and what came back.
 * @see RFC 6749 §4.1, RFC 7636, RFC 9700 §2.1.1
 */

import type { Provider, ProviderCallback, ProviderOutcome } from '@doorward/core';
import {
  AuthorizationResponseError,
  buildAuthorizationUrl,
  type Configuration,
  calculatePKCECodeChallenge,
  randomNonce,
  randomPKCECodeVerifier,
} from 'openid-client';
import type { Exchange } from './exchange.ts';
import { failureOf, wordOf } from './failure.ts';

/** What the callback has to fit to. */
export interface Kept {
  readonly verifier: string;
  readonly nonce: string;
  /** When it was begun, in milliseconds since the epoch. */
  readonly begunAt: number;
}

/** What a provider is sent beyond what all are; `hint` is who is to sign in. */
type Parameters = (kept: Kept, hint: string | undefined) => Readonly<Record<string, string>>;

export function createBegin(exchange: Exchange, more: Parameters): Provider['begin'] {
  return async ({ state, callbackUrl, hint }) => {
    const kept: Kept = { verifier: randomPKCECodeVerifier(), nonce: randomNonce(), begunAt: Date.now() };
    const challenge = await calculatePKCECodeChallenge(kept.verifier);
    const parameters = {
      redirect_uri: new URL(callbackUrl).href,
      state,
      code_challenge: challenge,
      // Whatever the metadata say of it: who does not know it has to pass over it.
      code_challenge_method: 'S256',
      ...more(kept, hint),
    };
    const { href } = await exchange(async (config) => buildAuthorizationUrl(config, parameters));
    return { url: href, keep: JSON.stringify(kept) };
  };
}

type Redeem = (config: Configuration, callback: ProviderCallback) => Promise<ProviderOutcome>;

export function createFinish(exchange: Exchange, redeem: Redeem): Provider['finish'] {
  return async (callback) => {
    try {
      return await exchange((config) => redeem(config, callback));
    } catch (error) {
      if (error instanceof AuthorizationResponseError) return { kind: 'declined', reason: wordOf(error.error) };
      throw failureOf(error);
    }
  };
}

/** As it was at the beginning, in this browser. */
export function readKept({ keep }: ProviderCallback): Kept {
  return JSON.parse(keep ?? '') as Kept;
}

/** The address that the browser came back to, with what it brought. */
export function returnedTo({ callbackUrl, parameters }: ProviderCallback): URL {
  const address = new URL(callbackUrl);
  address.search = parameters.toString();
  return address;
}
