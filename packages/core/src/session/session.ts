/**
 * The server-side state of a signed-in client, as it lives in this process.
 *
 * @see NIST SP 800-63B-4 §5 (session management)
 */

import type { Principal } from '../access/principal.ts';
import type { Continue } from '../response/decision.ts';

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
  const info: SessionInfo = Object.freeze({
    id: key.slice(0, PUBLIC_ID_LENGTH),
    createdAt: record.createdAt,
    expiresAt: record.expiresAt,
  });
  const decision: Continue = Object.freeze({
    kind: 'continue',
    principal: record.principal,
    session: info,
    cookies: NOTHING,
    headers: NOTHING,
    personal: true,
    query: null,
  });
  return { key, info, decision, lastSeenAt, storedAt: lastSeenAt, alive: true };
}

/** 96 bits of the hash: unique, and of no use to whoever sees it. */
const PUBLIC_ID_LENGTH = 16;

const NOTHING = Object.freeze([]);
