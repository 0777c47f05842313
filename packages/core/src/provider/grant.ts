/**
 * What a provider gave for later, as a session keeps it: sealed, since stores are copied, backed up and read.
 */

import type { KeyRing } from '../secret/key-ring.ts';
import type { ProviderGrant } from './provider.ts';

export interface StoredGrant {
  /** Id of the provider. */
  readonly provider: string;
  /** As {@link ProviderGrant.renewAt}. */
  readonly renewAt: number | null;
  readonly sealed: string;
  /** As {@link ProviderIdentity.sid}. */
  readonly sid: string | null;
}

const PURPOSE = 'provider grant';

export function sealGrant(
  keys: KeyRing,
  provider: string,
  { renewAt, secret }: ProviderGrant,
  sid: string | null,
): StoredGrant {
  return Object.freeze({ provider, renewAt, sealed: keys.seal(PURPOSE, secret), sid });
}

/** `null` when it was sealed by a secret that is in the ring no more. */
export function openGrant(keys: KeyRing, { renewAt, sealed }: StoredGrant): ProviderGrant | null {
  const secret = keys.open(PURPOSE, sealed);
  return secret === null ? null : { renewAt, secret };
}

/** What a store gave back, or `undefined` when it is no grant of ours. */
export function readStoredGrant(value: unknown): StoredGrant | null | undefined {
  if (value === null || value === undefined) return null;
  if (typeof value !== 'object') return undefined;
  const { provider, renewAt, sealed, sid } = value as Partial<StoredGrant>;
  if (typeof provider !== 'string' || typeof sealed !== 'string') return undefined;
  if (sid !== null && typeof sid !== 'string') return undefined;
  return renewAt === null || Number.isFinite(renewAt)
    ? { provider, renewAt: renewAt as number | null, sealed, sid }
    : undefined;
}
