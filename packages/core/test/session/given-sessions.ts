/**
 * Sessions of one person, on a store in memory.
 */

import { createPrincipal } from '../../src/access/principal.ts';
import { andThen, type MaybePromise } from '../../src/maybe-promise.ts';
import type { LiveSession } from '../../src/session/session.ts';
import { createSessionManager, type SessionManager } from '../../src/session/session-manager.ts';
import type { ExpiringStore } from '../../src/store/expiring-store.ts';
import { createMemoryStore } from '../../src/store/memory-store.ts';
import { NO_PROVIDERS } from '../fixture/no-providers.ts';

export const ADA = createPrincipal({
  subject: 'ada',
  name: 'Ada',
  roles: ['editor'],
  permissions: ['docs:write'],
  method: 'token',
});
export const FACTS = { client: { address: '127.0.0.1', userAgent: null }, version: null, obligation: null };
const LIMITS = { idleSeconds: 600, absoluteSeconds: 3600 };

/** Managers of sessions on one store, as several processes have them, with a clock that the test moves. */
export function givenSessions(wrap: (store: ExpiringStore) => ExpiringStore = (store) => store, limits = LIMITS) {
  const clock = { time: Date.UTC(2026, 0, 1) };
  const now = (): number => clock.time;
  const memory = createMemoryStore({ now });
  const store = wrap(memory);
  return {
    clock,
    memory,
    store,
    sessions: createSessionManager({ ...NO_PROVIDERS, store, limits, subjects: null, now }),
    another: () => createSessionManager({ ...NO_PROVIDERS, store, limits, subjects: null, now }),
  };
}

/** As signing out does it. */
export function end(sessions: SessionManager, secret: string): MaybePromise<LiveSession | null> {
  return andThen(sessions.find(secret), (session) => session && andThen(sessions.endKey(session.key), () => session));
}
