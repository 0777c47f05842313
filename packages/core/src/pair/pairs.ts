/**
 * Pairs of tokens: a short access token and a rotating refresh token as two credentials of one session.
 *
 * A refresh token is used once; for ten seconds the one before it gives the same successor again, so that
 * parallel requests and lost answers live. Used later it was stolen, by the one or the other: the session ends.
 *
 * @see RFC 6749 §6, RFC 9700 §4.14.2 (rotation and detection of reuse)
 */

import type { Principal } from '../access/principal.ts';
import type { Events } from '../event/auth-event.ts';
import { andThen, type MaybePromise } from '../maybe-promise.ts';
import type { KeyRing } from '../secret/key-ring.ts';
import { createRecentSecrets } from '../secret/recent-secrets.ts';
import type { LiveSession } from '../session/session.ts';
import { pairKey, type SessionFacts, type SessionManager } from '../session/session-manager.ts';
import {
  createSessionRecord,
  type PairState,
  readSessionRecord,
  type SessionRecord,
} from '../session/session-record.ts';
import type { ExpiringStore, StoredRecord } from '../store/expiring-store.ts';
import { createPairTokens, type TokenClaims, type TokenKind } from './pair-token.ts';

/** Lifetimes in seconds. */
export interface PairOptions {
  readonly accessSeconds: number;
  /** 0: no refresh tokens. */
  readonly refreshSeconds: number;
}

/** Times in milliseconds since the epoch. */
export interface TokenPair {
  readonly accessToken: string;
  readonly accessExpiresAt: number;
  /** `null` where there are none. */
  readonly refreshToken: string | null;
  readonly refreshExpiresAt: number | null;
}

/** `expired`: it was good once. */
export type AccessOutcome = LiveSession | 'expired' | 'invalid';

export type Renewal =
  | { readonly kind: 'renewed'; readonly session: LiveSession; readonly pair: TokenPair }
  | { readonly kind: 'over' };

export interface Pairs {
  issue(
    principal: Principal,
    facts: SessionFacts,
  ): MaybePromise<{ readonly pair: TokenPair; readonly session: LiveSession }>;
  /** The session of an access token. */
  access(token: string): MaybePromise<AccessOutcome>;
  /** The same without asking the store: `null` also for a session that this process does not remember. */
  recall(token: string): LiveSession | null;
  /** True for an access token that was made here, whatever has become of it. */
  isOurs(token: string): boolean;
  /** True for an access token that was good until its time was up. */
  isExpired(token: string): boolean;
  /** The session of a refresh token that could be used; it stays as it is. */
  peek(token: string): MaybePromise<LiveSession | null>;
  /** Uses a refresh token. */
  renew(token: string, clientAddress: string): MaybePromise<Renewal>;
  /** Ends the session of either token; answers it when it was live. */
  revoke(token: string): MaybePromise<LiveSession | null>;
}

export interface PairParts {
  readonly options: PairOptions;
  readonly sessions: SessionManager;
  readonly store: ExpiringStore;
  readonly keys: KeyRing;
  readonly events: Events;
  readonly now: () => number;
}

interface AccessClaims extends TokenClaims {
  /** Of the session. */
  readonly key: string;
}

/** For how long the refresh token before the current one gives the same successor. */
const GRACE_MS = 10_000;

export function createPairs({ options, sessions, store, keys, events, now }: PairParts): Pairs {
  const { accessSeconds, refreshSeconds } = options;
  const tokens = createPairTokens(keys);
  const recent = createRecentSecrets<AccessClaims>();

  /** An access token comes with every request, and its signature says the same each time. */
  function readAccess(token: string): AccessClaims | null {
    const known = recent.recall(token);
    if (known !== undefined) return known;
    const read = tokens.read('access', token);
    if (read === null) return null;
    const claims = { ...read, key: pairKey(read.family) };
    recent.keep(token, claims);
    return claims;
  }

  function pairOf(family: string, { generation, rotatedAt }: PairState, sessionEnd: number): TokenPair {
    const issued = Math.ceil(rotatedAt / 1000);
    // None says that it outlives its session: else it were over, and read as one that was never good.
    const lifetime = (seconds: number): number =>
      Math.max(0, Math.min(seconds, Math.floor(sessionEnd / 1000) - issued));
    const make = (kind: TokenKind, seconds: number): string =>
      tokens.make(kind, { family, generation, issuedAt: rotatedAt, lifetimeSeconds: lifetime(seconds) });
    const end = (seconds: number): number => (issued + lifetime(seconds)) * 1000;
    const refreshes = refreshSeconds > 0;
    return {
      accessToken: make('access', accessSeconds),
      accessExpiresAt: end(accessSeconds),
      refreshToken: refreshes ? make('refresh', refreshSeconds) : null,
      refreshExpiresAt: refreshes ? end(refreshSeconds) : null,
    };
  }

  function access(token: string): MaybePromise<AccessOutcome> {
    const claims = readAccess(token);
    if (claims === null) return 'invalid';
    if (now() >= claims.expiresAt) return 'expired';
    const found = sessions.findByKey(claims.key);
    return found instanceof Promise ? found.then((session) => session ?? 'invalid') : (found ?? 'invalid');
  }

  /** What a refresh token stands for, while it may be used. */
  function readRefresh(token: string): TokenClaims | null {
    const claims = tokens.read('refresh', token);
    return claims !== null && now() < claims.expiresAt ? claims : null;
  }

  interface Family {
    readonly stored: StoredRecord;
    readonly record: SessionRecord;
    readonly pair: PairState;
  }

  async function familyOf(key: string): Promise<Family | null> {
    const stored = await store.get('session', key);
    const record = stored === null ? null : readSessionRecord(stored.value);
    const pair = record?.pair ?? null;
    return stored === null || record === null || pair === null ? null : { stored, record, pair };
  }

  /** True for the current refresh token, and for ten seconds for the one before. */
  const mayUse = ({ generation }: TokenClaims, pair: PairState): boolean =>
    generation === pair.generation || (generation === pair.generation - 1 && now() - pair.rotatedAt <= GRACE_MS);

  async function renewFamily(claims: TokenClaims, clientAddress: string): Promise<Renewal> {
    const key = pairKey(claims.family);
    for (;;) {
      const session = await sessions.findByKey(key);
      const family = session === null ? null : await familyOf(key);
      if (session === null || family === null) return OVER;
      const { stored, record, pair } = family;
      if (!mayUse(claims, pair)) return endReused(session, clientAddress);
      if (claims.generation < pair.generation) {
        return { kind: 'renewed', session, pair: pairOf(claims.family, pair, record.expiresAt) };
      }
      const next: PairState = { ...pair, generation: pair.generation + 1, rotatedAt: now() };
      const expiresAt = Math.min(record.expiresAt, now() + pair.idleSeconds * 1000);
      const value = createSessionRecord({ ...record, pair: next });
      if (await store.replace('session', key, stored.value, { value, expiresAt })) {
        return { kind: 'renewed', session, pair: pairOf(claims.family, next, record.expiresAt) };
      }
      // Somebody else was quicker: what he made is looked at anew.
    }
  }

  async function endReused(session: LiveSession, clientAddress: string): Promise<Renewal> {
    if (await sessions.endKey(session.key)) {
      const { principal } = session.decision;
      events.emit('session-ended', { ...principal, clientAddress, reason: 'core/refresh-reused' });
    }
    return OVER;
  }

  return {
    issue(principal, facts) {
      // Tokens count from the next whole second.
      const pairIdleSeconds = Math.max(accessSeconds, refreshSeconds) + 1;
      return andThen(sessions.create(principal, { ...facts, pairIdleSeconds }), ({ secret, session }) => {
        const { createdAt, expiresAt } = session.info;
        const state = { generation: 0, rotatedAt: createdAt, idleSeconds: pairIdleSeconds };
        return { pair: pairOf(secret, state, expiresAt), session };
      });
    },
    access,
    recall(token) {
      const claims = readAccess(token);
      return claims === null || now() >= claims.expiresAt ? null : sessions.recall(claims.key);
    },
    isOurs: (token) => readAccess(token) !== null,
    isExpired(token) {
      const claims = readAccess(token);
      return claims !== null && now() >= claims.expiresAt;
    },
    async peek(token) {
      const claims = readRefresh(token);
      const key = claims === null ? '' : pairKey(claims.family);
      const session = claims === null ? null : await sessions.findByKey(key);
      const family = session === null ? null : await familyOf(key);
      return claims !== null && family !== null && mayUse(claims, family.pair) ? session : null;
    },
    async renew(token, clientAddress) {
      const claims = readRefresh(token);
      return claims === null ? OVER : renewFamily(claims, clientAddress);
    },
    async revoke(token) {
      const claims = tokens.read('access', token) ?? tokens.read('refresh', token);
      if (claims === null || now() >= claims.expiresAt) return null;
      const session = await sessions.findByKey(pairKey(claims.family));
      return session !== null && (await sessions.endKey(session.key)) ? session : null;
    },
  };
}

const OVER: Renewal = Object.freeze({ kind: 'over' });
