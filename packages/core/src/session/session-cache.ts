/**
 * The sessions that this process has seen: bounded, and by subject where an account changes.
 */

import type { LiveSession } from './session.ts';

export interface SessionCache {
  get(key: string): LiveSession | undefined;
  /** Makes room by dropping the one that came first. What is dropped is doubtful: its end may go unheard. */
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
  /** Goes on where it stopped: a new one would pass over every place that has become free since. */
  let byAge: Iterator<LiveSession> | undefined;

  function oldest(): LiveSession | undefined {
    byAge ??= sessions.values();
    const next = byAge.next();
    if (next.done !== true) return next.value;
    byAge = sessions.values();
    return byAge.next().value;
  }

  function doubt(session: LiveSession): void {
    sessions.delete(session.key);
    session.doubtful = true;
  }

  return {
    get: (key) => sessions.get(key),
    add(session) {
      if (sessions.size >= MAX_CACHED) {
        const first = oldest();
        if (first !== undefined) doubt(first);
      }
      sessions.set(session.key, session);
    },
    drop(key) {
      const session = sessions.get(key);
      sessions.delete(key);
      return session;
    },
    dropOf(subject) {
      for (const session of sessions.values()) {
        if (subject === null || session.decision.principal?.subject === subject) doubt(session);
      }
    },
  };
}
