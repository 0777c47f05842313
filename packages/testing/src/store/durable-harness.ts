/**
 * What the suite of durable stores needs of each store, and the users, keys and events that it writes.
 */

import type { AuthEvent, DurableStore, KeyRecord, UserRecord } from '@doorward/core';

export interface DurableStoreHarness {
  readonly name: string;
  /** An empty store on the given clock. */
  open(now: () => number): Promise<DurableStore> | DurableStore;
  /** Another store on the same data, as another process has it. Left out where there is none. */
  readonly another?: () => Promise<DurableStore> | DurableStore;
  /** Asks the database itself, past the store that was opened last. Left out where there is none. */
  readonly raw?: (sql: string) => Promise<readonly Record<string, unknown>[]>;
}

export function userNamed(id: string, fields: Partial<UserRecord> = {}): UserRecord {
  return {
    id,
    username: id,
    email: null,
    displayName: null,
    identifiers: [id],
    roles: [],
    identities: [],
    status: 'active',
    passwordHash: null,
    mustChangePassword: false,
    version: 1,
    createdAt: 1_000_000,
    lastSignInAt: null,
    ...fields,
  };
}

/** A service key, whose hash is `hash-` and its id. */
export function keyNamed(id: string, fields: Partial<KeyRecord> = {}): KeyRecord {
  return {
    id,
    name: id,
    hash: `hash-${id}`,
    hint: 'wxyz',
    previous: null,
    owner: null,
    roles: [],
    permissions: null,
    status: 'active',
    createdAt: 1_000_000,
    createdBy: 'ada',
    expiresAt: null,
    lastUsedAt: null,
    ...fields,
  };
}

export function eventAt(at: number, fields: Partial<AuthEvent> = {}): AuthEvent {
  return {
    type: 'login',
    time: new Date(at).toISOString(),
    subject: null,
    name: null,
    target: null,
    targetName: null,
    method: null,
    clientAddress: '192.0.2.1',
    reason: null,
    detail: null,
    ...fields,
  };
}

/** Names that programs stumble over, each another name. */
export const ODD_NAMES: readonly string[] = [
  '__proto__',
  'constructor',
  'toString',
  "o'hara; drop table users; --",
  '100%_sure\\',
  'ß ö ﬁ 名前',
  '👩‍💻',
  'é',
  'e\u0301',
  ' spaces ',
  'a'.repeat(1000),
];
