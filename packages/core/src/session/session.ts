/**
 * The server-side state of a signed-in client, as it lives in this process.
 *
 * @see NIST SP 800-63B-4 §5 (session management)
 */

import type { Principal } from '../access/principal.ts';
import type { StoredGrant } from '../provider/grant.ts';
import { ANONYMOUS, type Continue } from '../response/decision.ts';
import type { SessionRecord } from './session-record.ts';

/** What an app may know of a session. */
export interface SessionInfo {
  /** Names the session without giving access to it. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** The absolute limit, in milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** A cached session. The same object answers every request until it ends, its decision included. */
export interface LiveSession {
  readonly key: string;
  readonly info: SessionInfo;
  readonly decision: Continue;
  /** Milliseconds without a request after which it ends. */
  readonly idleMs: number;
  /** As {@link SessionRecord.grant}. */
  grant: StoredGrant | null;
  /** When the provider is asked whether it still stands; infinite when it is not. */
  renewAt: number;
  /** Moves with every request. */
  lastSeenAt: number;
  /** When the store last heard of it. */
  storedAt: number;
  alive: boolean;
  /** True when it may be over, and could not be asked for. */
  doubtful: boolean;
  /** Where the cache has it. */
  place: number;
}

/** What a session is made live with, beside its record. */
export interface LiveFacts {
  /** The one of the record, or what has become of it since. */
  readonly principal: Principal;
  readonly lastSeenAt: number;
  readonly idleMs: number;
}

export function createLiveSession(key: string, record: SessionRecord, facts: LiveFacts): LiveSession {
  const { principal, lastSeenAt, idleMs } = facts;
  const info = new Info(publicId(key), record.createdAt, record.expiresAt);
  // Written out: with a spread it would have room that it does not need.
  const decision: Continue = Object.freeze({
    kind: 'continue',
    principal,
    session: info,
    standing: null,
    obligation: record.obligation,
    cookies: ANONYMOUS.cookies,
    headers: ANONYMOUS.headers,
    personal: true,
    query: null,
  });
  const session: LiveSession = {
    key,
    info,
    decision,
    idleMs,
    grant: record.grant,
    renewAt: record.grant?.renewAt ?? Number.POSITIVE_INFINITY,
    lastSeenAt,
    storedAt: lastSeenAt,
    alive: true,
    doubtful: false,
    place: 0,
  };
  info.session = session;
  return session;
}

/** The live session that an app's view of it stands for. */
export function liveSessionOf(info: SessionInfo): LiveSession | undefined {
  return info instanceof Info ? info.session : undefined;
}

/** 96 bits of the hash: unique, and of no use to whoever sees it. */
export function publicId(key: string): string {
  return key.slice(0, PUBLIC_ID_LENGTH);
}

const PUBLIC_ID_LENGTH = 16;

/** Knows its live session out of sight of the app: printed or serialised it shows the three facts alone. */
class Info implements SessionInfo {
  readonly id: string;
  readonly createdAt: number;
  readonly expiresAt: number;
  #session: LiveSession | undefined;

  constructor(id: string, createdAt: number, expiresAt: number) {
    this.id = id;
    this.createdAt = createdAt;
    this.expiresAt = expiresAt;
    Object.freeze(this);
  }

  get session(): LiveSession | undefined {
    return this.#session;
  }

  set session(session: LiveSession | undefined) {
    this.#session = session;
  }
}
