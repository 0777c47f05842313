/**
 * Makes, finds and ends sessions: opaque 256-bit values of which only the hash is kept, an idle and
 * an absolute limit, and a bounded cache in front of the store.
 */

import type { Principal } from '../access/principal.ts';
import { andThen, type MaybePromise } from '../maybe-promise.ts';
import { hashSecret, randomSecret } from '../secret/secret-value.ts';
import type { ExpiringStore, OwnedRecord, StoredRecord } from '../store/expiring-store.ts';
import { createLiveSession, type LiveSession, publicId } from './session.ts';
import { createSessionCache } from './session-cache.ts';
import { createSessionRecord, type Obligation, readSessionRecord, type SessionClient } from './session-record.ts';
import type { Subjects } from './subjects.ts';
import { createTextPool } from './text-pool.ts';

export interface SessionOptions {
  /** Seconds without a request after which a session ends. */
  readonly idleSeconds: number;
  /** Seconds after which a session ends in any case. */
  readonly absoluteSeconds: number;
}

/** What a session is made of beside its principal. */
export interface SessionFacts {
  readonly client: SessionClient;
  /** Version of the account behind it; `null` without one. */
  readonly version: number | null;
  readonly obligation: Obligation | null;
}

export interface NewSession {
  /** The value for the client. Exists here and in the cookie, nowhere else. */
  readonly secret: string;
  readonly session: LiveSession;
}

/** A session as its user may see it. Times in milliseconds since the epoch. */
export interface SessionSummary {
  readonly id: string;
  readonly createdAt: number;
  /** To the minute, or so. */
  readonly lastSeenAt: number;
  readonly expiresAt: number;
  readonly method: string;
  readonly client: SessionClient;
}

export interface SessionManager {
  readonly absoluteSeconds: number;
  /** The live session of a client's value; the value may be anything. */
  find(secret: string): MaybePromise<LiveSession | null>;
  create(principal: Principal, facts: SessionFacts): MaybePromise<NewSession>;
  /** Ends the session of a client's value; answers it when there was one. */
  end(secret: string): MaybePromise<LiveSession | null>;
  /** Counts as a request; `null` when a limit or somebody has ended the session. */
  use(session: LiveSession): LiveSession | null;
  /** The sessions of a subject, the latest first. */
  list(subject: string): MaybePromise<readonly SessionSummary[]>;
  /** Ends one session of a subject, by its public id; true when it was there. */
  endOne(subject: string, id: string): MaybePromise<boolean>;
  /** Ends every session of a subject, but for the one of a public id; answers how many. */
  endAll(subject: string, exceptId?: string): MaybePromise<number>;
  /** Watches a session that an open connection depends on, also when the cache forgets it. Answers how to let go. */
  watch(session: LiveSession): () => void;
  /** Asks the store for a watched session that may be over. */
  recheck(session: LiveSession): void;
  /** Calls back with the key of every session that somebody ended. Answers how to stop. */
  onEnd(listener: (key: string) => void): () => void;
  /** Stops listening to the store. */
  close(): void;
}

export interface SessionManagerParts {
  readonly store: ExpiringStore;
  readonly limits: SessionOptions;
  /** `null`: no session stands for an account. */
  readonly subjects: Subjects | null;
  readonly now: () => number;
}

/** The store hears of activity this often at most. */
const MAX_EXTEND_INTERVAL_MS = 60_000;

export function createSessionManager({ store, limits, subjects, now }: SessionManagerParts): SessionManager {
  const idleMs = limits.idleSeconds * 1000;
  const extendIntervalMs = Math.min(MAX_EXTEND_INTERVAL_MS, idleMs / 10);
  const cache = createSessionCache();
  const userAgents = createTextPool();
  const watched = new Map<string, { readonly session: LiveSession; count: number }>();

  /** Look-ups that wait for the store: a session that ends meanwhile must not come back by them. */
  const loading = new Map<string, Loading>();
  const endListeners = new Set<(key: string) => void>();

  const stopListening = [
    store.subscribe((change) => {
      if (change.kind === 'session') forget(change.key);
      else if (change.kind === 'all') doubt(null);
    }),
    subjects?.onChange(doubt),
  ];

  function forget(key: string): void {
    for (const session of [cache.drop(key), watched.get(key)?.session]) {
      if (session !== undefined) session.alive = false;
    }
    const underWay = loading.get(key);
    if (underWay !== undefined) underWay.ended = true;
    for (const listener of endListeners) listener(key);
  }

  /** What is remembered of a subject, or of all, may be over: the next use asks the store. */
  function doubt(subject: string | null): void {
    cache.dropOf(subject);
    for (const underWay of loading.values()) underWay.doubtful = true;
    for (const { session } of [...watched.values()]) {
      if (subject === null || session.decision.principal?.subject === subject) recheck(session);
    }
  }

  function recheck(session: LiveSession): void {
    session.doubtful = true;
    // In a later turn: whoever changed the account may be about to end its sessions anyway.
    void Promise.resolve()
      .then(() => store.get('session', session.key))
      .then((stored) => andThen(revive(session.key, stored), (found) => found))
      .then(
        (found) => {
          session.doubtful = false;
          if (found === null) forget(session.key);
        },
        () => undefined,
      );
  }

  /** The session when its limits allow another request, which this counts as. */
  function use(session: LiveSession): LiveSession | null {
    const at = now();
    if (!session.alive || at >= session.info.expiresAt || at - session.lastSeenAt >= idleMs) {
      cache.drop(session.key);
      return null;
    }
    session.lastSeenAt = at;
    if (at - session.storedAt >= extendIntervalMs) extend(session, at);
    return session;
  }

  /** Written behind: a store that is away delays nobody, and the session ends early at worst. */
  function extend(session: LiveSession, at: number): void {
    session.storedAt = at;
    try {
      const done = store.extend('session', session.key, storeExpiry(session.info.expiresAt, at));
      if (done instanceof Promise) done.catch(() => undefined);
    } catch {
      // As for the rejection above.
    }
  }

  const storeExpiry = (absolute: number, at: number): number => Math.min(absolute, at + idleMs);
  const lastSeen = ({ expiresAt }: StoredRecord): number => Math.min(now(), expiresAt - Math.min(idleMs, expiresAt));

  /** A stored session with what has become of its account. */
  function revive(key: string, stored: StoredRecord | null): MaybePromise<LiveSession | null> {
    const record = stored === null ? null : readSessionRecord(stored.value);
    if (stored === null || record === null) return null;
    const { principal, version } = record;
    const current =
      version === null ? principal : (subjects?.current(principal.subject, version, principal.method) ?? null);
    return andThen(current, (found) => found && createLiveSession(key, record, found, lastSeen(stored)));
  }

  function find(secret: string): MaybePromise<LiveSession | null> {
    if (secret.length !== SECRET_LENGTH) return null;
    const key = hashSecret(secret);
    if (!store.mayCache()) return asked(key);
    const cached = cache.get(key);
    const used = cached === undefined ? null : use(cached);
    // One that was idle here may have been in use elsewhere: the store knows.
    if (used !== null || cached?.alive === false) return used;
    const underWay = loading.get(key);
    if (underWay !== undefined && !underWay.ended && !underWay.doubtful) return underWay.result.then(counted);
    const found = andThen(store.get('session', key), (stored) => revive(key, stored));
    return found instanceof Promise ? loadLater(key, found) : remembered(found);
  }

  /** Past the cache. */
  function asked(key: string): MaybePromise<LiveSession | null> {
    return andThen(store.get('session', key), (stored) =>
      andThen(revive(key, stored), (found) => counted(found && unheld(found))),
    );
  }

  /** Is not in the cache, so that its end goes unheard unless it is watched. */
  function unheld(session: LiveSession): LiveSession {
    session.doubtful = true;
    return session;
  }

  const counted = (session: LiveSession | null): LiveSession | null => session && use(session);

  function remembered(session: LiveSession | null): LiveSession | null {
    if (session !== null) cache.add(session);
    return counted(session);
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

  function endKey(key: string): MaybePromise<boolean> {
    return andThen(store.delete('session', key), (was) => {
      forget(key);
      return was;
    });
  }

  function summary({ key, ...stored }: OwnedRecord): SessionSummary[] {
    const record = readSessionRecord(stored.value);
    if (record === null) return [];
    const { createdAt, expiresAt, principal, client } = record;
    const lastSeenAt = cache.get(key)?.lastSeenAt ?? Math.max(createdAt, lastSeen(stored));
    return [{ id: publicId(key), createdAt, lastSeenAt, expiresAt, method: principal.method, client }];
  }

  return {
    absoluteSeconds: limits.absoluteSeconds,
    find,
    create(principal, { client: { address, userAgent }, version, obligation }) {
      const secret = randomSecret();
      const key = hashSecret(secret);
      const createdAt = now();
      const expiresAt = createdAt + limits.absoluteSeconds * 1000;
      const client = { address, userAgent: userAgent === null ? null : userAgents(userAgent) };
      const value = createSessionRecord({ principal, version, obligation, client, createdAt, expiresAt });
      const stored = { value, expiresAt: storeExpiry(expiresAt, createdAt), owner: principal.subject };
      return andThen(store.create('session', key, stored), () => {
        const session = createLiveSession(key, value, principal, createdAt);
        // An account may have changed meanwhile: the first request finds out.
        if (version === null) cache.add(session);
        else session.doubtful = true;
        return { secret, session };
      });
    },
    end: (secret) => andThen(find(secret), (session) => session && andThen(endKey(session.key), () => session)),
    use,
    list: (subject) =>
      andThen(store.list('session', subject), (records) =>
        records.flatMap(summary).sort((a, b) => b.lastSeenAt - a.lastSeenAt),
      ),
    endOne: (subject, id) =>
      andThen(store.list('session', subject), (records) => {
        const key = records.find((record) => publicId(record.key) === id)?.key;
        return key === undefined ? false : endKey(key);
      }),
    endAll: (subject, exceptId) =>
      andThen(store.list('session', subject), (records) => {
        const except = records.find(({ key }) => publicId(key) === exceptId)?.key;
        return andThen(store.deleteOwned('session', subject, except), (keys) => {
          for (const key of keys) forget(key);
          return keys.length;
        });
      }),
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
    recheck,
    onEnd(listener) {
      endListeners.add(listener);
      return () => endListeners.delete(listener);
    },
    close() {
      for (const stop of stopListening) stop?.();
    },
  };
}

interface Loading {
  ended: boolean;
  doubtful: boolean;
  readonly result: Promise<LiveSession | null>;
}

/** Base64url of 256 bits. */
const SECRET_LENGTH = 43;
