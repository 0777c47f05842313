/**
 * Sessions that open connections depend on: looked after also when the cache forgets them.
 */

import { hasSameRights } from '../access/principal.ts';
import type { MaybePromise } from '../maybe-promise.ts';
import type { LiveSession } from './session.ts';

export interface WatchedSessions {
  get(key: string): LiveSession | undefined;
  /** Answers how to let go. */
  watch(session: LiveSession): () => void;
  /** Asks the store for one that may be over. */
  recheck(session: LiveSession): void;
  /** Rechecks those of a subject, or all. */
  doubt(subject: string | null): void;
  /** Tells of a session that has ended. */
  end(key: string): void;
  /**
   * Calls back with the key of every session that somebody ended, and of a watched one that has other rights now:
   * what is open was let in with those of before. Answers how to stop.
   */
  onEnd(listener: (key: string) => void): () => void;
}

export interface WatchedSessionsParts {
  /** The session of a key as the store has it. */
  readonly stored: (key: string) => MaybePromise<LiveSession | null>;
  /** Told of one that is gone. */
  readonly forget: (key: string) => void;
}

export function createWatchedSessions({ stored, forget }: WatchedSessionsParts): WatchedSessions {
  const watched = new Map<string, { readonly session: LiveSession; count: number }>();
  const listeners = new Set<(key: string) => void>();

  function end(key: string): void {
    for (const listener of listeners) listener(key);
  }

  function recheck(session: LiveSession): void {
    session.doubtful = true;
    // In a later turn: whoever changed the account may be about to end its sessions anyway.
    void Promise.resolve()
      .then(() => stored(session.key))
      .then(
        (found) => {
          session.doubtful = false;
          if (found === null) forget(session.key);
          else if (!hasSameRights(found.decision.principal, session.decision.principal)) end(session.key);
        },
        () => undefined,
      );
  }

  return {
    end,
    recheck,
    get: (key) => watched.get(key)?.session,
    watch(session) {
      const entry = watched.get(session.key) ?? { session, count: 0 };
      entry.count += 1;
      watched.set(session.key, entry);
      // It may have ended since its request was let in.
      if (session.doubtful) recheck(session);
      return () => {
        entry.count -= 1;
        if (entry.count === 0) watched.delete(session.key);
      };
    },
    doubt(subject) {
      for (const { session } of [...watched.values()]) {
        if (subject === null || session.decision.principal?.subject === subject) recheck(session);
      }
    },
    onEnd(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
