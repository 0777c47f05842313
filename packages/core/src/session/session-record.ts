/**
 * What a store keeps of a session, and how it is read back.
 */

import { createPrincipal, isSamePrincipal, type Principal } from '../access/principal.ts';
import { readStoredGrant, type StoredGrant } from '../provider/grant.ts';
import { SHARE } from '../store/sharing.ts';

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

/** What a store is given to keep: the record of a new session, or a new one of a session. */
export function createSessionRecord(facts: SessionRecord): SessionRecord {
  return new MadeHere(facts);
}

/** What a store gave back, or `null` when it is not a session of ours. */
export function readSessionRecord(value: unknown): SessionRecord | null {
  if (typeof value !== 'object' || value === null) return null;
  if (value instanceof MadeHere) return value.toJSON();
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

/**
 * What a store in memory gives back as it was made: there is nothing to look at. It may keep a million of them, so this
 * is one object, without what few sessions have. To be spread it has to be read first.
 */
class MadeHere implements SessionRecord {
  readonly principal: Principal;
  readonly version: number | null;
  readonly createdAt: number;
  readonly #address: string;
  readonly #userAgent: string | null;
  /** Unlike a time of day no object of its own to the engine, up to 24 days. */
  readonly #lifetimeMs: number;
  readonly #rest: Pick<SessionRecord, 'obligation' | 'pair' | 'grant'>;

  constructor({ principal, version, obligation, client, createdAt, expiresAt, pair, grant }: SessionRecord) {
    this.principal = principal;
    this.version = version;
    this.createdAt = createdAt;
    this.#address = client.address;
    this.#userAgent = client.userAgent;
    this.#lifetimeMs = expiresAt - createdAt;
    this.#rest = obligation === null && pair === null && grant === null ? NO_REST : { obligation, pair, grant };
    Object.freeze(this);
  }

  get obligation(): Obligation | null {
    return this.#rest.obligation;
  }

  get client(): SessionClient {
    return { address: this.#address, userAgent: this.#userAgent };
  }

  get expiresAt(): number {
    return this.createdAt + this.#lifetimeMs;
  }

  get pair(): PairState | null {
    return this.#rest.pair;
  }

  get grant(): StoredGrant | null {
    return this.#rest.grant;
  }

  [SHARE](other: unknown): MadeHere {
    if (!(other instanceof MadeHere) || !isSamePrincipal(this.principal, other.principal)) return this;
    return new MadeHere({ ...this.toJSON(), principal: other.principal });
  }

  /** What stores write that keep text. */
  toJSON(): SessionRecord {
    const { principal, version, obligation, client, createdAt, expiresAt, pair, grant } = this;
    return { principal, version, obligation, client, createdAt, expiresAt, pair, grant };
  }
}

const NO_REST = Object.freeze({ obligation: null, pair: null, grant: null });

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
