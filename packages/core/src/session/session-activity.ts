/**
 * The limits of a session, and the requests that keep it alive.
 *
 * @see NIST SP 800-63B-4 §5.2 (reauthentication after inactivity and in any case)
 */

import type { ExpiringStore, StoredRecord } from '../store/expiring-store.ts';
import type { LiveSession } from './session.ts';
import type { SessionRecord } from './session-record.ts';

export interface SessionActivity {
  /** Counts as a request; `null` when a limit or somebody has ended the session. */
  use(session: LiveSession): LiveSession | null;
  /** Milliseconds without a request after which it ends. */
  idleOf(record: SessionRecord): number;
  /** When the store last heard of it, in milliseconds since the epoch. */
  lastSeen(stored: StoredRecord, idleMs: number): number;
}

export interface SessionActivityParts {
  readonly store: Pick<ExpiringStore, 'extend'>;
  readonly cookieIdleMs: number;
  /** Hears of a session that is over. */
  readonly onOver: (key: string) => void;
  readonly now: () => number;
}

/** The store hears of activity this often at most. */
const MAX_EXTEND_INTERVAL_MS = 60_000;

export function createSessionActivity({ store, cookieIdleMs, onOver, now }: SessionActivityParts): SessionActivity {
  /** Written behind: a store that is away delays nobody, and the session ends early at worst. */
  function extend(session: LiveSession, at: number): void {
    session.storedAt = at;
    try {
      const expiresAt = Math.min(session.info.expiresAt, at + session.idleMs);
      const done = store.extend('session', session.key, expiresAt);
      if (done instanceof Promise) done.catch(() => undefined);
    } catch {
      // As for the rejection above.
    }
  }

  return {
    use(session) {
      const at = now();
      if (!session.alive || at >= session.info.expiresAt || at - session.lastSeenAt >= session.idleMs) {
        onOver(session.key);
        return null;
      }
      session.lastSeenAt = at;
      if (at - session.storedAt >= Math.min(MAX_EXTEND_INTERVAL_MS, session.idleMs / 10)) extend(session, at);
      return session;
    },
    idleOf: ({ pair }) => (pair === null ? cookieIdleMs : pair.idleSeconds * 1000),
    lastSeen: ({ expiresAt }, idleMs) => Math.min(now(), expiresAt - Math.min(idleMs, expiresAt)),
  };
}
