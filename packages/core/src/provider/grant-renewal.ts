/**
 * Renews what a provider gave, by the provider that gave it.
 */

import type { KeyRing } from '../secret/key-ring.ts';
import type { RenewGrant } from '../session/grant-check.ts';
import type { SourceCalls } from '../telemetry/source-calls.ts';
import { openGrant, sealGrant } from './grant.ts';
import { patiently } from './patience.ts';
import type { UsedProvider } from './used-provider.ts';

/** A grant of a provider that is configured no more, or that cannot be read any more, stands for nothing. */
export function createGrantRenewal(
  providers: readonly UsedProvider[],
  keys: KeyRing,
  callSource: SourceCalls,
): RenewGrant {
  const known = new Map(providers.map(({ provider }) => [provider.id, provider]));
  return async (stored) => {
    const provider = known.get(stored.provider);
    const grant = openGrant(keys, stored);
    if (provider?.renew === undefined || grant === null) return null;
    const call = { kind: 'provider', id: provider.id, operation: 'renew' } as const;
    const next = await callSource(call, () => patiently(() => provider.renew?.(grant) ?? null));
    return next === null ? null : sealGrant(keys, provider.id, next, stored.sid);
  };
}
