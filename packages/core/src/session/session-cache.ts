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
  /** How many there are. */
  size(): number;
}

/** Sessions kept at most. */
const MAX_CACHED = 50_000;

export function createSessionCache(): SessionCache {
  const sessions = new Map<string, LiveSession>();
  /** Places in the order in which they were taken. A map knows that order too, but passes over all it has lost. */
  const places: (LiveSession | undefined)[] = [];
  let next = 0;

  function take(session: LiveSession): void {
    sessions.delete(session.key);
    places[session.place] = undefined;
  }

  function doubt(session: LiveSession): void {
    take(session);
    session.doubtful = true;
  }

  return {
    get: (key) => sessions.get(key),
    size: () => sessions.size,
    add(session) {
      for (const former of [sessions.get(session.key), places[next]]) {
        if (former !== undefined) doubt(former);
      }
      session.place = next;
      places[next] = session;
      sessions.set(session.key, session);
      next = (next + 1) % MAX_CACHED;
    },
    drop(key) {
      const session = sessions.get(key);
      if (session !== undefined) take(session);
      return session;
    },
    dropOf(subject) {
      for (const session of sessions.values()) {
        if (subject === null || session.decision.principal?.subject === subject) doubt(session);
      }
    },
  };
}
