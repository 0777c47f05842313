/**
 * The sessions that this process has seen: bounded, and by subject where an account changes.
 */

import type { LiveSession } from './session.ts';

export interface SessionCache {
  get(key: string): LiveSession | undefined;
  /**
   * Makes room by dropping the one that came first, but only for one that was here a while ago as well: else as many that
   * are used once would push out all that are in use. What is not kept is doubtful: its end may go unheard.
   */
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

/** Of how many that were turned away it is known. */
const SEEN_BITS = 16;

export function createSessionCache(): SessionCache {
  const sessions = new Map<string, LiveSession>();
  /** Places in the order in which they were taken. A map knows that order too, but passes over all it has lost. */
  const places: (LiveSession | undefined)[] = [];
  let next = 0;
  const seen = createSeen();

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
      const former = sessions.get(session.key);
      const first = places[next];
      if (former === undefined && first !== undefined && !seen(session.key)) {
        session.doubtful = true;
        return;
      }
      for (const each of [former, first]) {
        if (each !== undefined) doubt(each);
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

/** True for a key that was asked for before, as long as no other one took its place. Keys are hashes: nobody chooses them. */
function createSeen(): (key: string) => boolean {
  let marks: Int32Array | undefined;
  return (key) => {
    marks ??= new Int32Array(1 << SEEN_BITS);
    let hash = 0;
    for (let i = 0; i < key.length; i += 1) hash = (Math.imul(hash, 31) + key.charCodeAt(i)) | 0;
    // Zero stands for nobody.
    const mark = hash === 0 ? 1 : hash;
    const place = (mark ^ (mark >>> SEEN_BITS)) & (marks.length - 1);
    if (marks[place] === mark) return true;
    marks[place] = mark;
    return false;
  };
}
