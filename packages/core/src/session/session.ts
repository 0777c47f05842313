/**
 * The server-side state of a signed-in client, as it lives in this process.
 *
 * @see NIST SP 800-63B-4 §5 (session management)
 */

import type { Principal } from '../access/principal.ts';
import { ANONYMOUS, type Continue } from '../response/decision.ts';

/** What an app may know of a session. */
export interface SessionInfo {
  /** Names the session without giving access to it. */
  readonly id: string;
  /** Milliseconds since the epoch. */
  readonly createdAt: number;
  /** The absolute limit, in milliseconds since the epoch. */
  readonly expiresAt: number;
}

/** What a store keeps. */
export interface SessionRecord {
  readonly principal: Principal;
  readonly createdAt: number;
  readonly expiresAt: number;
}

/** A cached session. The same object answers every request until it ends, its decision included. */
export interface LiveSession {
  readonly key: string;
  readonly info: SessionInfo;
  readonly decision: Continue;
  /** Moves with every request. */
  lastSeenAt: number;
  /** When the store last heard of it. */
  storedAt: number;
  alive: boolean;
}

export function createLiveSession(key: string, record: SessionRecord, lastSeenAt: number): LiveSession {
  const info = new Info(key.slice(0, PUBLIC_ID_LENGTH), record.createdAt, record.expiresAt);
  const decision: Continue = Object.freeze({
    ...ANONYMOUS,
    principal: record.principal,
    session: info,
    personal: true,
  });
  const session: LiveSession = { key, info, decision, lastSeenAt, storedAt: lastSeenAt, alive: true };
  info.session = session;
  return session;
}

/** The live session that an app's view of it stands for. */
export function liveSessionOf(info: SessionInfo): LiveSession | undefined {
  return info instanceof Info ? info.session : undefined;
}

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

/** 96 bits of the hash: unique, and of no use to whoever sees it. */
const PUBLIC_ID_LENGTH = 16;
