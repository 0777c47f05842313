/**
 * The provider's metadata, fetched when first needed and kept.
 *
 * | metadata              | what happens                                                              |
 * |-----------------------|---------------------------------------------------------------------------|
 * | younger than an hour  | count                                                                     |
 * | older                 | are fetched anew; while that fails they go on to count                    |
 * | none                  | are fetched, at most once in 5 seconds: strangers begin sign-ins          |
 *
 * @see OpenID Connect Discovery §4
 */

import { allowInsecureRequests, customFetch, discovery, None, type ServerMetadata } from 'openid-client';
import { askEndpoint, responseOf } from './answer.ts';
import { failureOf } from './failure.ts';
import { readMetadata } from './metadata.ts';
import type { ResolvedOptions } from './options.ts';

const METADATA_COUNT_MS = 60 * 60 * 1000;
const RETRY_MS = 5_000;

/** Rejects with `oidc/unreachable` or `oidc/answer-refused`. */
export type Discover = () => Promise<ServerMetadata>;

export function createDiscovery(options: ResolvedOptions): Discover {
  const { now } = options;
  let known: { readonly metadata: ServerMetadata; readonly at: number } | null = null;
  let failure: unknown = null;
  let askedAt = Number.NEGATIVE_INFINITY;
  let underWay: Promise<void> | null = null;

  /** A clock that was set back says nothing of how long ago it was. */
  function since(time: number): number {
    const passed = now() - time;
    return passed < 0 ? Number.POSITIVE_INFINITY : passed;
  }

  async function ask(): Promise<void> {
    askedAt = now();
    try {
      known = { metadata: await fetchMetadata(options), at: askedAt };
    } catch (error) {
      failure = failureOf(error);
    }
  }

  return async () => {
    if (known !== null && since(known.at) < METADATA_COUNT_MS) return known.metadata;
    if (underWay !== null || since(askedAt) >= RETRY_MS) {
      underWay ??= ask().finally(() => {
        underWay = null;
      });
      await underWay;
    }
    if (known === null) throw failure;
    return known.metadata;
  };
}

async function fetchMetadata(options: ResolvedOptions): Promise<ServerMetadata> {
  const { discoveryUrl, clientId, timeoutMs } = options;
  const config = await discovery(discoveryUrl, clientId, undefined, None(), {
    [customFetch]: async (url, init) => responseOf(await askEndpoint(url, init, timeoutMs)),
    // What may be http is said by the checks of options and metadata.
    execute: [allowInsecureRequests],
  });
  return readMetadata(config.serverMetadata(), options);
}
