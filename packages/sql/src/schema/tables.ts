/**
 * The rows of the tables. Times are milliseconds since the epoch.
 */

import type { KeyRecord, UserStatus } from '@doorward/core';

export interface Tables {
  /** The store's id and the version of its schema. */
  meta: { name: string; value: string };
  users: {
    id: string;
    username: string;
    email: string | null;
    display_name: string | null;
    /** The display name in lower case, empty when there is none: what a search looks at. */
    display_search: string;
    status: UserStatus;
    password_hash: string | null;
    /** 0 or 1. */
    must_change_password: number;
    version: number;
    created_at: number;
    last_sign_in_at: number | null;
  };
  user_identifiers: { identifier: string; user_id: string; position: number };
  user_identities: {
    source: string;
    subject: string;
    user_id: string;
    position: number;
    name: string | null;
    /** 0 or 1. */
    made_account: number;
    linked_at: number;
  };
  user_roles: { user_id: string; role: string; position: number };
  api_keys: {
    id: string;
    name: string;
    hash: string;
    hint: string;
    /** Both or none. */
    previous_hash: string | null;
    previous_until: number | null;
    /** Id of a user; with the user the key goes. */
    owner: string | null;
    /** A JSON array, as `permissions`. */
    roles: string;
    permissions: string | null;
    status: KeyRecord['status'];
    created_at: number;
    created_by: string;
    expires_at: number | null;
    last_used_at: number | null;
  };
  settings: { name: string; value: string };
  events: {
    number: number;
    type: string;
    /** As it came, ISO 8601. */
    time: string;
    at: number;
    subject: string | null;
    name: string | null;
    target: string | null;
    target_name: string | null;
    method: string | null;
    client_address: string;
    reason: string | null;
    detail: string | null;
  };
  /** Sessions and tickets. The key is a hash, the value JSON. */
  records: { kind: string; key: string; owner: string; value: string; expires_at: number };
  counters: { key: string; count: number; resets_at: number };
  /** What other processes on the same file are to hear: SQLite alone. */
  changes: { sequence: number; at: number; instance: string; kind: string; key: string };
}

export type TableName = keyof Tables;
