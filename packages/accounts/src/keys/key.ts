/**
 * An API key as the outside sees it: never with its hash.
 */

import { hashSecret, type KeyRecord, randomSecret } from '@doorward/core';

export interface Key {
  readonly id: string;
  readonly name: string;
  /** Its last characters. */
  readonly hint: string;
  /** Id of the user it acts as; `null` for a service key. */
  readonly owner: string | null;
  /** Roles of a service key. */
  readonly roles: readonly string[];
  /** All that it may do at most; `null`: as much as its owner, or its roles. */
  readonly permissions: readonly string[] | null;
  readonly status: KeyStatus;
  /** Milliseconds since the epoch, like every time here. */
  readonly createdAt: number;
  readonly createdBy: string;
  readonly expiresAt: number | null;
  /** To the minute, or so. */
  readonly lastUsedAt: number | null;
  /** Until when the secret counts that was replaced last; `null` when it does not any more. */
  readonly previousUntil: number | null;
}

export type KeyStatus = 'active' | 'disabled' | 'expired';

/** Field by field: what is added to the record some day is not shown by accident. */
export function toKey(record: KeyRecord, now: number): Key {
  const { id, name, hint, owner, roles, permissions, createdAt, createdBy, expiresAt, lastUsedAt, previous } = record;
  const isOver = expiresAt !== null && now >= expiresAt;
  return {
    id,
    name,
    hint,
    owner,
    roles,
    permissions,
    status: record.status === 'disabled' ? 'disabled' : isOver ? 'expired' : 'active',
    createdAt,
    createdBy,
    expiresAt,
    lastUsedAt,
    previousUntil: previous !== null && now < previous.until ? previous.until : null,
  };
}

export interface KeySecret {
  /** For its holder: exists here and there, nowhere else. */
  readonly secret: string;
  readonly hash: string;
  readonly hint: string;
}

/** 256 random bits behind a prefix by which people, and programs that look for leaks, recognise a key. */
export function newKeySecret(prefix: string): KeySecret {
  return keySecretOf(prefix + randomSecret());
}

/** What a store keeps of a key. */
export function keySecretOf(secret: string): KeySecret {
  return { secret, hash: hashSecret(secret), hint: secret.slice(-HINT_LENGTH) };
}

const HINT_LENGTH = 4;

export function newKeyId(): string {
  return ID_PREFIX + randomSecret().slice(0, ID_LENGTH);
}

/** True for what is or was the id of a key, which is also the subject of a service key. */
export function isKeyId(subject: string): boolean {
  return subject.startsWith(ID_PREFIX) && subject.length === ID_PREFIX.length + ID_LENGTH;
}

const ID_PREFIX = 'k_';
/** 132 random bits. */
const ID_LENGTH = 22;

/** Whom the requests of a key act as. */
export const KEY_METHOD = 'api-key';
