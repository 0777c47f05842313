/**
 * Which of our sessions a session at the provider stands behind: for the provider to end them.
 *
 * @see OpenID Connect Back-Channel Logout 1.0 §2.4 (sid)
 */

import type { MaybePromise } from '../maybe-promise.ts';
import { hashSecret } from '../secret/secret-value.ts';
import type { SessionManager } from '../session/session-manager.ts';
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

export interface EndedBehind {
  /** True when it stands, or stood, behind a session of ours. */
  readonly isKnown: boolean;
  /** How many were not over yet. */
  readonly ended: number;
}

/** Ends the sessions behind which it stands, in every process. */
export async function endSessionsBehind(
  store: Store,
  sessions: Pick<SessionManager, 'endKey'>,
  provider: string,
  sid: string,
): Promise<EndedBehind> {
  const keys = await sessionsBehind(store, provider, sid);
  const ended = await Promise.all(keys.map((key) => sessions.endKey(key)));
  return { isKnown: keys.length > 0, ended: ended.filter((was) => was).length };
}

async function sessionsBehind(store: Store, provider: string, sid: string): Promise<readonly string[]> {
  const noted = await store.list('ticket', ownerOf(provider, sid));
  return noted.flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
}

const ownerOf = (provider: string, sid: string): string => `session at ${provider} ${hashSecret(sid)}`;
