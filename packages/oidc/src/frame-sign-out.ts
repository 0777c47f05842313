/**
 * A page of the provider says, from a frame, which session was ended there. It proves nothing, and browsers may hinder it.
 * @see OpenID Connect Front-Channel Logout 1.0 §2
 */

import type { Provider } from '@doorward/core';
import type { Discover } from './discovery.ts';
import type { ResolvedOptions } from './options.ts';
import { isName, onlyValue } from './parameters.ts';

/** Both parameters are needed, whatever the provider was told: without `sid` anybody could end any session. */
export function createSignedOutInFrame(
  { issuer }: ResolvedOptions,
  discover: Discover,
): NonNullable<Provider['signedOutInFrame']> {
  return async (parameters) => {
    const sid = onlyValue(parameters, 'sid');
    if (onlyValue(parameters, 'iss') !== issuer || !isName(sid)) return null;
    return { sid, framedBy: await placesOf(issuer, discover) };
  };
}

/** The page may stand elsewhere than the issuer; where that is not known now, the session ends all the same. */
async function placesOf(issuer: string, discover: Discover): Promise<readonly string[]> {
  try {
    const { end_session_endpoint: endpoint } = await discover();
    return endpoint === undefined ? [issuer] : [issuer, endpoint];
  } catch {
    return [issuer];
  }
}
