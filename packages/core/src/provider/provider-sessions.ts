/**
 * Which of our sessions a session at the provider stands behind: for the provider to end them.
 *
 * @see OpenID Connect Back-Channel Logout 1.0 §2.4 (sid)
 */

import type { MaybePromise } from '../maybe-promise.ts';
import { hashSecret } from '../secret/secret-value.ts';
import type { ExpiringStore } from '../store/expiring-store.ts';
import type { StoredGrant } from './grant.ts';

type Store = Pick<ExpiringStore, 'create' | 'list'>;

/** Notes the session of a key; nothing where the provider names no session of its own. */
export function noteProviderSession(
  store: Store,
  grant: StoredGrant | null,
  key: string,
  expiresAt: number,
): MaybePromise<void> {
  if (grant === null || grant.sid === null) return undefined;
  const owner = ownerOf(grant.provider, grant.sid);
  return store.create('ticket', hashSecret(`session at a provider\n${key}`), { value: key, expiresAt, owner });
}

/** The keys of the sessions behind which it stands, some of which may be over. */
export async function sessionsBehind(store: Store, provider: string, sid: string): Promise<readonly string[]> {
  const noted = await store.list('ticket', ownerOf(provider, sid));
  return noted.flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
}

const ownerOf = (provider: string, sid: string): string => `session at ${provider} ${hashSecret(sid)}`;
