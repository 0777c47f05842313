/**
 * Makes, finds and ends sessions: opaque 256-bit values of which only the hash is kept, an idle and
 * an absolute limit, and a bounded cache in front of the store.
 */

import { hasSameRights, type Principal } from '../access/principal.ts';
import { andThen, type MaybePromise } from '../maybe-promise.ts';
import type { StoredGrant } from '../provider/grant.ts';
import { noteProviderSession } from '../provider/provider-sessions.ts';
import { createHashedLookUp } from '../secret/hashed-look-up.ts';
import { hashSecret, randomSecret } from '../secret/secret-value.ts';
import type { ExpiringStore, StoredRecord } from '../store/expiring-store.ts';
import { createGrantCheck, type RenewGrant } from './grant-check.ts';
import { createLiveSession, type LiveSession } from './session.ts';
import { createSessionCache } from './session-cache.ts';
import {
  createSessionRecord,
  type Obligation,
  readSessionRecord,
  type SessionClient,
  type SessionRecord,
} from './session-record.ts';
import { createSubjectSessions, type SubjectSessions } from './subject-sessions.ts';
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
  /** For one whose credentials are a pair of tokens: seconds without a request after which it ends. */
  readonly pairIdleSeconds?: number;
  /** What the provider gave that signed in. Default nothing. */
  readonly grant?: StoredGrant | null;
}

export interface NewSession {
  /** The value for the client. Exists here and in its credential, nowhere else. */
  readonly secret: string;
  readonly session: LiveSession;
}

export interface SessionManager extends SubjectSessions {
  readonly absoluteSeconds: number;
  /** The live session of a cookie's value; the value may be anything. */
  find(secret: string): MaybePromise<LiveSession | null>;
  /** The live session of a key. */
  findByKey(key: string): MaybePromise<LiveSession | null>;
  /** The same without asking the store: `null` also for one that this process does not remember. */
  recall(key: string): LiveSession | null;
  create(principal: Principal, facts: SessionFacts): MaybePromise<NewSession>;
  /** Ends the session of a key; true when it was there. */
  endKey(key: string): MaybePromise<boolean>;
  /** Counts as a request; `null` when a limit or somebody has ended the session. */
  use(session: LiveSession): LiveSession | null;
  /** Watches a session that an open connection depends on, also when the cache forgets it. Answers how to let go. */
  watch(session: LiveSession): () => void;
  /** Asks the store for a watched session that may be over. */
  recheck(session: LiveSession): void;
  /**
   * Calls back with the key of every session that somebody ended, and of a watched one that has other rights now:
   * what is open was let in with those of before. Answers how to stop.
   */
  onEnd(listener: (key: string) => void): () => void;
  /** How many this process remembers. */
  remembered(): number;
  /** Stops listening to the store. */
  close(): void;
}

export interface SessionManagerParts {
  readonly store: ExpiringStore;
  readonly limits: SessionOptions;
  /** `null`: no session stands for an account. */
  readonly subjects: Subjects | null;
  /** Asks the provider that signed in. */
  readonly renewGrant: RenewGrant;
  /** Told of a session that its provider has ended. */
  readonly onRefused: (session: LiveSession) => void;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

/** The store hears of activity this often at most. */
const MAX_EXTEND_INTERVAL_MS = 60_000;

export function createSessionManager(parts: SessionManagerParts): SessionManager {
  const { store, limits, subjects, now } = parts;
  const cookieIdleMs = limits.idleSeconds * 1000;
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
    endConnections(key);
  }

  function endConnections(key: string): void {
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
          else if (!hasSameRights(found.decision.principal, session.decision.principal)) endConnections(session.key);
        },
        () => undefined,
      );
  }

  /** The session when its limits allow another request, which this counts as. */
  function use(session: LiveSession): LiveSession | null {
    const at = now();
    if (!session.alive || at >= session.info.expiresAt || at - session.lastSeenAt >= session.idleMs) {
      cache.drop(session.key);
      return null;
    }
    session.lastSeenAt = at;
    if (at - session.storedAt >= Math.min(MAX_EXTEND_INTERVAL_MS, session.idleMs / 10)) extend(session, at);
    return session;
  }

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

  const idleOf = ({ pair }: SessionRecord): number => (pair === null ? cookieIdleMs : pair.idleSeconds * 1000);

  /** When the store last heard of it. */
  const lastSeen = ({ expiresAt }: StoredRecord, idleMs: number): number =>
    Math.min(now(), expiresAt - Math.min(idleMs, expiresAt));

  const lastSeenOf = (key: string, stored: StoredRecord, record: SessionRecord): number =>
    cache.get(key)?.lastSeenAt ?? Math.max(record.createdAt, lastSeen(stored, idleOf(record)));

  /** A stored session with what has become of its account. */
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

  const grants = createGrantCheck({
    store,
    renew: parts.renewGrant,
    async end(session) {
      if (await endKey(session.key)) parts.onRefused(session);
    },
    now,
    onError: parts.onError,
  });

  /** True when the provider has to be asked before the session counts. */
  const isDue = (session: LiveSession): boolean => session.lastSeenAt >= session.renewAt;

  const settled = (session: LiveSession | null): MaybePromise<LiveSession | null> =>
    session !== null && isDue(session) ? grants.settle(session) : session;

  function findByKey(key: string): MaybePromise<LiveSession | null> {
    const found = lookUp(key);
    return found instanceof Promise ? found.then(settled) : settled(found);
  }

  const findByHash = createHashedLookUp(findByKey);

  function lookUp(key: string): MaybePromise<LiveSession | null> {
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

  return {
    absoluteSeconds: limits.absoluteSeconds,
    find: (secret) => (secret.length === SECRET_LENGTH ? findByHash(secret) : null),
    findByKey,
    recall(key) {
      const cached = store.mayCache() ? cache.get(key) : undefined;
      const used = cached === undefined ? null : use(cached);
      return used === null || isDue(used) ? null : used;
    },
    create(principal, { client: { address, userAgent }, version, obligation, pairIdleSeconds, grant = null }) {
      const secret = randomSecret();
      const key = pairIdleSeconds === undefined ? hashSecret(secret) : pairKey(secret);
      const createdAt = now();
      const expiresAt = createdAt + limits.absoluteSeconds * 1000;
      const client = { address, userAgent: userAgent === null ? null : userAgents(userAgent) };
      const pair =
        pairIdleSeconds === undefined ? null : { generation: 0, rotatedAt: createdAt, idleSeconds: pairIdleSeconds };
      const value = createSessionRecord({ principal, version, obligation, client, createdAt, expiresAt, pair, grant });
      const idleMs = idleOf(value);
      const stored = { value, expiresAt: Math.min(expiresAt, createdAt + idleMs), owner: principal.subject };
      const noted = andThen(store.create('session', key, stored), () =>
        noteProviderSession(store, grant, key, expiresAt),
      );
      return andThen(noted, () => {
        const session = createLiveSession(key, value, { principal, lastSeenAt: createdAt, idleMs });
        // An account may have changed meanwhile: the first request finds out.
        if (version === null) cache.add(session);
        else session.doubtful = true;
        return { secret, session };
      });
    },
    endKey,
    use,
    remembered: cache.size,
    ...createSubjectSessions({ store, forget, endKey, lastSeenOf }),
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

/** Where the session of a pair is kept. Apart from cookies: what stands in a token opens nothing as a cookie. */
export function pairKey(secret: string): string {
  return hashSecret(`pair ${secret}`);
}

/** Base64url of 256 bits. */
const SECRET_LENGTH = 43;
