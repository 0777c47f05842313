/**
 * The sessions that this process has seen: bounded, and by subject where an account changes.
 */

import type { LiveSession } from './session.ts';

export interface SessionCache {
  get(key: string): LiveSession | undefined;
  /** Makes room by dropping the one that came first. */
  add(session: LiveSession): void;
  /** Forgets one; the session itself lives on. Answers it when it was here. */
  drop(key: string): LiveSession | undefined;
  /** Forgets those of a subject, or all. */
  dropOf(subject: string | null): void;
}

/** Sessions kept at most. */
const MAX_CACHED = 50_000;

export function createSessionCache(): SessionCache {
  const sessions = new Map<string, LiveSession>();
  return {
    get: (key) => sessions.get(key),
    add(session) {
      if (sessions.size >= MAX_CACHED) {
        const oldest = sessions.keys().next().value;
        if (oldest !== undefined) sessions.delete(oldest);
      }
      sessions.set(session.key, session);
    },
    drop(key) {
      const session = sessions.get(key);
      sessions.delete(key);
      return session;
    },
    dropOf(subject) {
      if (subject === null) {
        sessions.clear();
        return;
      }
      for (const [key, session] of sessions) {
        if (session.decision.principal?.subject === subject) sessions.delete(key);
      }
    },
  };
}
