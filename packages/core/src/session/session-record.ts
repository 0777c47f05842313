/**
 * What a store keeps of a session, and how it is read back.
 */

import { createPrincipal, type Principal } from '../access/principal.ts';
import { readStoredGrant, type StoredGrant } from '../provider/grant.ts';

/** What a signed-in client owes before it may do anything else. */
export type Obligation = 'change-password';

/** The client that signed in, for its user to recognise. */
export interface SessionClient {
  readonly address: string;
  /** The `User-Agent` header, shortened; `null` when it sent none. */
  readonly userAgent: string | null;
}

/** How far a session whose credentials are a pair of tokens has come with refreshing them. */
export interface PairState {
  /** Grows by one with every refresh. */
  readonly generation: number;
  /** When the tokens of this generation were made, in milliseconds since the epoch. */
  readonly rotatedAt: number;
  /** Seconds without a request or refresh after which the session ends. */
  readonly idleSeconds: number;
}

export interface SessionRecord {
  readonly principal: Principal;
  /** Version of the user's account that the session was made for; `null` when no account stands behind it. */
  readonly version: number | null;
  readonly obligation: Obligation | null;
  readonly client: SessionClient;
  readonly createdAt: number;
  readonly expiresAt: number;
  /** `null`: a cookie alone is its credential. */
  readonly pair: PairState | null;
  /** Of the provider that signed in; `null`: none, or nothing was given. */
  readonly grant: StoredGrant | null;
}

/** The record of a new session. */
export function createSessionRecord(facts: SessionRecord): SessionRecord {
  return new MadeHere(facts);
}

/** What a store gave back, or `null` when it is not a session of ours. */
export function readSessionRecord(value: unknown): SessionRecord | null {
  if (typeof value !== 'object' || value === null) return null;
  if (value instanceof MadeHere) return value;
  const { principal, version, obligation, client, createdAt, expiresAt, pair = null } = value as Partial<SessionRecord>;
  if (!Number.isFinite(createdAt) || !Number.isFinite(expiresAt) || !isPrincipal(principal)) return null;
  if (version !== null && !Number.isInteger(version)) return null;
  if (obligation !== null && obligation !== 'change-password') return null;
  const grant = readStoredGrant((value as Partial<SessionRecord>).grant);
  if (grant === undefined) return null;
  if (pair !== null && ![pair.generation, pair.rotatedAt, pair.idleSeconds].every(Number.isFinite)) return null;
  return {
    principal: Object.isFrozen(principal) ? principal : createPrincipal(principal),
    version: version as number | null,
    obligation,
    client: { address: textOf(client?.address) ?? '', userAgent: textOf(client?.userAgent) },
    createdAt: createdAt as number,
    expiresAt: expiresAt as number,
    pair,
    grant,
  };
}

/** A store in memory gives back the very record, frozen as it was made: there is nothing to look at. */
class MadeHere implements SessionRecord {
  readonly principal: Principal;
  readonly version: number | null;
  readonly obligation: Obligation | null;
  readonly client: SessionClient;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly pair: PairState | null;
  readonly grant: StoredGrant | null;

  constructor({ principal, version, obligation, client, createdAt, expiresAt, pair, grant }: SessionRecord) {
    this.principal = principal;
    this.version = version;
    this.obligation = obligation;
    this.client = client;
    this.createdAt = createdAt;
    this.expiresAt = expiresAt;
    this.pair = pair;
    this.grant = grant;
    Object.freeze(this);
  }
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
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
