/**
 * Makes, finds and ends sessions: opaque 256-bit values of which only the hash is kept, an idle and
 * an absolute limit, and a bounded cache in front of the store.
 */

import { createPrincipal, type Principal } from '../access/principal.ts';
import { andThen, type MaybePromise } from '../maybe-promise.ts';
import { hashSecret, randomSecret } from '../secret/secret-value.ts';
import type { ExpiringStore, StoredRecord } from '../store/expiring-store.ts';
import { createLiveSession, type LiveSession, type SessionRecord } from './session.ts';

export interface SessionOptions {
  /** Seconds without a request after which a session ends. */
  readonly idleSeconds: number;
  /** Seconds after which a session ends in any case. */
  readonly absoluteSeconds: number;
}

export interface NewSession {
  /** The value for the client. Exists here and in the cookie, nowhere else. */
  readonly secret: string;
  readonly session: LiveSession;
}

export interface SessionManager {
  readonly absoluteSeconds: number;
  /** The live session of a client's value; the value may be anything. */
  find(secret: string): MaybePromise<LiveSession | null>;
  create(principal: Principal): MaybePromise<NewSession>;
  /** Ends the session of a client's value; answers it when there was one. */
  end(secret: string): MaybePromise<LiveSession | null>;
  /** Counts as a request; `null` when a limit or somebody has ended the session. */
  use(session: LiveSession): LiveSession | null;
  /** Calls back with the key of every session that somebody ended. Answers how to stop. */
  onEnd(listener: (key: string) => void): () => void;
  /** Stops listening to the store. */
  close(): void;
}

/** Sessions kept in the cache at most. */
const MAX_CACHED = 50_000;

/** The store hears of activity this often at most. */
const MAX_EXTEND_INTERVAL_MS = 60_000;

export function createSessionManager(store: ExpiringStore, options: SessionOptions, now: () => number): SessionManager {
  const idleMs = options.idleSeconds * 1000;
  const extendIntervalMs = Math.min(MAX_EXTEND_INTERVAL_MS, idleMs / 10);
  const cache = new Map<string, LiveSession>();

  /** Look-ups that wait for the store: a session that ends meanwhile must not come back by them. */
  const loading = new Map<string, Loading>();
  const endListeners = new Set<(key: string) => void>();

  const unsubscribe = store.subscribe(({ kind, key }) => {
    if (kind === 'session') forget(key);
  });

  function forget(key: string): void {
    const session = cache.get(key);
    if (session !== undefined) session.alive = false;
    cache.delete(key);
    const underWay = loading.get(key);
    if (underWay !== undefined) underWay.ended = true;
    for (const listener of endListeners) listener(key);
  }

  function remember(session: LiveSession): void {
    if (cache.size >= MAX_CACHED) {
      const oldest = cache.keys().next().value;
      if (oldest !== undefined) cache.delete(oldest);
    }
    cache.set(session.key, session);
  }

  /** The session when its limits allow another request, which this counts as. */
  function use(session: LiveSession): LiveSession | null {
    const at = now();
    if (!session.alive || at >= session.info.expiresAt || at - session.lastSeenAt >= idleMs) {
      cache.delete(session.key);
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

  function load(key: string, stored: StoredRecord | null): LiveSession | null {
    const record = stored === null ? null : readRecord(stored.value);
    if (stored === null || record === null) return null;
    const session = createLiveSession(
      key,
      record,
      Math.min(now(), stored.expiresAt - Math.min(idleMs, stored.expiresAt)),
    );
    remember(session);
    return use(session);
  }

  function find(secret: string): MaybePromise<LiveSession | null> {
    if (secret.length !== SECRET_LENGTH) return null;
    const key = hashSecret(secret);
    const cached = cache.get(key);
    if (cached !== undefined) return use(cached);
    const underWay = loading.get(key);
    if (underWay !== undefined && !underWay.ended) return underWay.result.then((session) => session && use(session));
    const stored = store.get('session', key);
    return stored instanceof Promise ? loadLater(key, stored) : load(key, stored);
  }

  /** Parallel look-ups of one session share one round trip. */
  function loadLater(key: string, stored: Promise<StoredRecord | null>): Promise<LiveSession | null> {
    const entry: Loading = { ended: false, result: stored.then((record) => (entry.ended ? null : load(key, record))) };
    loading.set(key, entry);
    const done = (): void => {
      if (loading.get(key) === entry) loading.delete(key);
    };
    entry.result.then(done, done);
    return entry.result;
  }

  return {
    absoluteSeconds: options.absoluteSeconds,
    find,
    create(principal) {
      const secret = randomSecret();
      const key = hashSecret(secret);
      const createdAt = now();
      const expiresAt = createdAt + options.absoluteSeconds * 1000;
      const value: SessionRecord = Object.freeze({ principal, createdAt, expiresAt });
      const stored = { value, expiresAt: storeExpiry(expiresAt, createdAt), owner: principal.subject };
      return andThen(store.create('session', key, stored), () => {
        const session = createLiveSession(key, value, createdAt);
        remember(session);
        return { secret, session };
      });
    },
    end(secret) {
      return andThen(find(secret), (session) => {
        if (session === null) return null;
        return andThen(store.delete('session', session.key), () => {
          forget(session.key);
          return session;
        });
      });
    },
    use,
    onEnd(listener) {
      endListeners.add(listener);
      return () => endListeners.delete(listener);
    },
    close: unsubscribe,
  };
}

interface Loading {
  ended: boolean;
  readonly result: Promise<LiveSession | null>;
}

/** Base64url of 256 bits. */
const SECRET_LENGTH = 43;

/** What a store gave back, or `null` when it is not a session of ours. */
function readRecord(value: unknown): SessionRecord | null {
  if (typeof value !== 'object' || value === null) return null;
  const { principal, createdAt, expiresAt } = value as Partial<SessionRecord>;
  if (!Number.isFinite(createdAt) || !Number.isFinite(expiresAt) || !isPrincipal(principal)) return null;
  const whole = Object.isFrozen(principal) ? principal : createPrincipal(principal);
  return { principal: whole, createdAt: createdAt as number, expiresAt: expiresAt as number };
}

function isPrincipal(value: unknown): value is Principal {
  if (typeof value !== 'object' || value === null) return false;
  const { subject, name, method, roles, permissions } = value as Partial<Record<keyof Principal, unknown>>;
  return (
    [subject, name, method].every((text) => typeof text === 'string') && isTextList(roles) && isTextList(permissions)
  );
}

function isTextList(value: unknown): boolean {
  return Array.isArray(value) && value.every((entry) => typeof entry === 'string');
}
