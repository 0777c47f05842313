/**
 * Makes, finds and ends sessions: opaque 256-bit values of which only the hash is kept, an idle and
 * an absolute limit, and a bounded cache in front of the store.
 */

import type { Principal } from '../access/principal.ts';
import { andThen, type MaybePromise } from '../maybe-promise.ts';
import type { StoredGrant } from '../provider/grant.ts';
import { noteProviderSession } from '../provider/provider-sessions.ts';
import { createHashedLookUp } from '../secret/hashed-look-up.ts';
import { hashSecret, randomSecret } from '../secret/secret-value.ts';
import type { ExpiringStore, StoredRecord } from '../store/expiring-store.ts';
import { createGrantCheck, type RenewGrant } from './grant-check.ts';
import { createLiveSession, type LiveSession } from './session.ts';
import { createSessionActivity } from './session-activity.ts';
import { createSessionCache } from './session-cache.ts';
import { createSessionLookUp } from './session-look-up.ts';
import { createSessionRecord, type Obligation, type SessionClient, type SessionRecord } from './session-record.ts';
import { createSubjectSessions, type SubjectSessions } from './subject-sessions.ts';
import type { Subjects } from './subjects.ts';
import { createTextPool } from './text-pool.ts';
import { createWatchedSessions } from './watched-sessions.ts';

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

export function createSessionManager(parts: SessionManagerParts): SessionManager {
  const { store, limits, subjects, now } = parts;
  const cache = createSessionCache();
  const userAgents = createTextPool();
  const cookieIdleMs = limits.idleSeconds * 1000;
  const activity = createSessionActivity({ store, cookieIdleMs, onOver: cache.drop, now });
  const lookUp = createSessionLookUp({ store, cache, activity, subjects });
  const watched = createWatchedSessions({
    stored: (key) => andThen(store.get('session', key), (stored) => lookUp.revive(key, stored)),
    forget,
  });
  const grants = createGrantCheck({
    store,
    renew: parts.renewGrant,
    async end(session) {
      if (await endKey(session.key)) parts.onRefused(session);
    },
    now,
    onError: parts.onError,
  });

  const stopListening = [
    store.subscribe((change) => {
      if (change.kind === 'session') forget(change.key);
      else if (change.kind === 'all') doubt(null);
    }),
    subjects?.onChange(doubt),
  ];

  function forget(key: string): void {
    for (const session of [cache.drop(key), watched.get(key)]) {
      if (session !== undefined) session.alive = false;
    }
    lookUp.forget(key);
    watched.end(key);
  }

  /** What is remembered of a subject, or of all, may be over: the next use asks the store. */
  function doubt(subject: string | null): void {
    cache.dropOf(subject);
    lookUp.doubt();
    watched.doubt(subject);
  }

  function endKey(key: string): MaybePromise<boolean> {
    return andThen(store.delete('session', key), (was) => {
      forget(key);
      return was;
    });
  }

  /** True when the provider has to be asked before the session counts. */
  const isDue = (session: LiveSession): boolean => session.lastSeenAt >= session.renewAt;

  const settled = (session: LiveSession | null): MaybePromise<LiveSession | null> =>
    session !== null && isDue(session) ? grants.settle(session) : session;

  function findByKey(key: string): MaybePromise<LiveSession | null> {
    const found = lookUp.find(key);
    return found instanceof Promise ? found.then(settled) : settled(found);
  }

  const findByHash = createHashedLookUp(findByKey);

  const lastSeenOf = (key: string, stored: StoredRecord, record: SessionRecord): number =>
    cache.get(key)?.lastSeenAt ?? Math.max(record.createdAt, activity.lastSeen(stored, activity.idleOf(record)));

  return {
    absoluteSeconds: limits.absoluteSeconds,
    find: (secret) => (secret.length === SECRET_LENGTH ? findByHash(secret) : null),
    findByKey,
    recall(key) {
      const used = lookUp.recall(key);
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
      const idleMs = activity.idleOf(value);
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
    use: activity.use,
    remembered: cache.size,
    ...createSubjectSessions({ store, forget, endKey, lastSeenOf }),
    watch: watched.watch,
    recheck: watched.recheck,
    onEnd: watched.onEnd,
    close() {
      for (const stop of stopListening) stop?.();
    },
  };
}

/** Where the session of a pair is kept. Apart from cookies: what stands in a token opens nothing as a cookie. */
export function pairKey(secret: string): string {
  return hashSecret(`pair ${secret}`);
}

/** Base64url of 256 bits. */
const SECRET_LENGTH = 43;
