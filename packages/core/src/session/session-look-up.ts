/**
 * Finds a live session by its key: in the cache while this process hears of every change, else in the store.
 */

import { andThen, type MaybePromise } from '../maybe-promise.ts';
import type { ExpiringStore, StoredRecord } from '../store/expiring-store.ts';
import { createLiveSession, type LiveSession } from './session.ts';
import type { SessionActivity } from './session-activity.ts';
import type { SessionCache } from './session-cache.ts';
import { readSessionRecord } from './session-record.ts';
import type { Subjects } from './subjects.ts';

export interface SessionLookUp {
  /** Finding it counts as a request. */
  find(key: string): MaybePromise<LiveSession | null>;
  /** The same without asking the store: `null` also for one that this process does not remember. */
  recall(key: string): LiveSession | null;
  /** A stored session with what has become of its account. */
  revive(key: string, stored: StoredRecord | null): MaybePromise<LiveSession | null>;
  /** One that has ended must not come back by a look-up that is under way. */
  forget(key: string): void;
  /** What is under way may be older than a change: it asks once more. */
  doubt(): void;
}

export interface SessionLookUpParts {
  readonly store: Pick<ExpiringStore, 'get' | 'mayCache'>;
  readonly cache: SessionCache;
  readonly activity: SessionActivity;
  /** `null`: no session stands for an account. */
  readonly subjects: Subjects | null;
}

/** A look-up that waits for the store. */
interface Loading {
  ended: boolean;
  doubtful: boolean;
  readonly result: Promise<LiveSession | null>;
}

export function createSessionLookUp({ store, cache, activity, subjects }: SessionLookUpParts): SessionLookUp {
  const { use, idleOf, lastSeen } = activity;
  const loading = new Map<string, Loading>();

  function revive(key: string, stored: StoredRecord | null): MaybePromise<LiveSession | null> {
    const record = stored === null ? null : readSessionRecord(stored.value);
    if (stored === null || record === null) return null;
    const { principal, version } = record;
    const current =
      version === null ? principal : (subjects?.current(principal.subject, version, principal.method) ?? null);
    const idleMs = idleOf(record);
    return andThen(
      current,
      (found) =>
        found && createLiveSession(key, record, { principal: found, lastSeenAt: lastSeen(stored, idleMs), idleMs }),
    );
  }

  const counted = (session: LiveSession | null): LiveSession | null => session && use(session);

  function remembered(session: LiveSession | null): LiveSession | null {
    if (session !== null) cache.add(session);
    return counted(session);
  }

  /** Past the cache. */
  function asked(key: string): MaybePromise<LiveSession | null> {
    return andThen(store.get('session', key), (stored) =>
      andThen(revive(key, stored), (found) => counted(found && unheld(found))),
    );
  }

  /**
   * Parallel look-ups of one session share one round trip. What changed while it was under way is asked
   * for once more, since the answer may be older than the change.
   */
  function loadLater(key: string, found: Promise<LiveSession | null>): Promise<LiveSession | null> {
    const settle = (session: LiveSession | null): MaybePromise<LiveSession | null> => {
      if (entry.ended) return null;
      return entry.doubtful ? asked(key) : remembered(session);
    };
    const entry: Loading = { ended: false, doubtful: false, result: found.then(settle) };
    loading.set(key, entry);
    const done = (): void => {
      if (loading.get(key) === entry) loading.delete(key);
    };
    entry.result.then(done, done);
    return entry.result;
  }

  return {
    revive,
    find(key) {
      if (!store.mayCache()) return asked(key);
      const cached = cache.get(key);
      const used = cached === undefined ? null : use(cached);
      // One that was idle here may have been in use elsewhere: the store knows.
      if (used !== null || cached?.alive === false) return used;
      const underWay = loading.get(key);
      if (underWay !== undefined && !underWay.ended && !underWay.doubtful) return underWay.result.then(counted);
      const found = andThen(store.get('session', key), (stored) => revive(key, stored));
      return found instanceof Promise ? loadLater(key, found) : remembered(found);
    },
    recall(key) {
      const cached = store.mayCache() ? cache.get(key) : undefined;
      return cached === undefined ? null : use(cached);
    },
    forget(key) {
      const underWay = loading.get(key);
      if (underWay !== undefined) underWay.ended = true;
    },
    doubt() {
      for (const underWay of loading.values()) underWay.doubtful = true;
    },
  };
}

/** Is not in the cache, so that its end goes unheard unless it is watched. */
function unheld(session: LiveSession): LiveSession {
  session.doubtful = true;
  return session;
}
