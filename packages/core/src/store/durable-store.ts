/**
 * Where what lasts is kept: users, keys, settings, the audit log. One contract for every store;
 * `describeDurableStore` of `@doorward/testing` is its suite.
 *
 * Every change of users, keys and settings goes through {@link DurableStore.write}, one at a time over all
 * processes. So rules about several users ("an owner remains", "this name is free") hold without a
 * store having to know them.
 */

import type { AuthEvent } from '../event/auth-event.ts';
import type { MaybePromise } from '../maybe-promise.ts';

export type UserStatus = 'active' | 'pending' | 'disabled';

/** Whom a provider or a directory knows the holder of an account as. */
export interface LinkedIdentity {
  /** Id of the provider or the directory. */
  readonly source: string;
  /** His subject there. Source and subject together are unique in the store. */
  readonly subject: string;
  /** What he is called there. For display; it finds nobody. */
  readonly name: string | null;
  /** True when the account was made for it, at the first sign-in; false when its holder connected it. */
  readonly madeAccount: boolean;
  /** Milliseconds since the epoch. */
  readonly linkedAt: number;
}

/** The stored account. */
export interface UserRecord {
  readonly id: string;
  readonly username: string;
  readonly email: string | null;
  readonly displayName: string | null;
  /** The canonical names that it is found under; each is unique in the store. */
  readonly identifiers: readonly string[];
  /** By which he signs in elsewhere, in this order. */
  readonly identities: readonly LinkedIdentity[];
  readonly roles: readonly string[];
  readonly status: UserStatus;
  /** In the PHC string format; `null` when no password is set. */
  readonly passwordHash: string | null;
  readonly mustChangePassword: boolean;
  /** Grows with every change that ends the user's sessions. */
  readonly version: number;
  /** Milliseconds since the epoch, like every time here. */
  readonly createdAt: number;
  readonly lastSignInAt: number | null;
}

/** An API key as it is stored: never the key itself. */
export interface KeyRecord {
  readonly id: string;
  readonly name: string;
  /** Of the key, as `hashSecret` makes it; unique in the store. */
  readonly hash: string;
  /** Its last characters, by which its owner recognises it. */
  readonly hint: string;
  /** The hash that was replaced, and until when it still counts. */
  readonly previous: { readonly hash: string; readonly until: number } | null;
  /** Id of the user it acts as, and goes with; `null` for a service key, which acts as itself. */
  readonly owner: string | null;
  /** Roles of a service key; none for one that has an owner. */
  readonly roles: readonly string[];
  /** All that it may do at most; `null`: as much as its owner, or its roles. */
  readonly permissions: readonly string[] | null;
  readonly status: 'active' | 'disabled';
  /** Milliseconds since the epoch, like every time here. */
  readonly createdAt: number;
  /** Subject of who made it. */
  readonly createdBy: string;
  readonly expiresAt: number | null;
  readonly lastUsedAt: number | null;
}

export interface KeyQuery {
  /** Keys of this user; `null`: service keys. Default all. */
  readonly owner?: string | null;
  /** Keys to skip, default 0. By time of creation, the latest first, then id. */
  readonly offset?: number;
  /** Keys at most, default 50. */
  readonly limit?: number;
}

export interface KeyPage {
  /** Keys that the query describes, on all pages. */
  readonly total: number;
  readonly keys: readonly KeyRecord[];
}

export interface UserQuery {
  /** Canonical text to look for in identifiers and display name; default all. */
  readonly search?: string;
  /** Users who hold this role. */
  readonly role?: string;
  readonly status?: UserStatus;
  /** Users who hold no other roles than these; users without a role are among them. */
  readonly rolesWithin?: readonly string[];
  /** Users to skip, default 0. By username, then id. */
  readonly offset?: number;
  /** Users at most, default 50. */
  readonly limit?: number;
}

export interface UserPage {
  /** Users that the query describes, on all pages. */
  readonly total: number;
  readonly users: readonly UserRecord[];
}

/** What {@link DurableStore.write} may do. Good until its work is done. */
export interface DurableWriter {
  user(id: string): MaybePromise<UserRecord | null>;
  userBy(identifier: string): MaybePromise<UserRecord | null>;
  userByIdentity(source: string, subject: string): MaybePromise<UserRecord | null>;
  /** Users with this role and status. */
  countUsers(having: { readonly role?: string; readonly status?: UserStatus }): MaybePromise<number>;
  /**
   * Adds a user, or replaces the one of the same id.
   *
   * @throws AuthError `core/identifier-taken` when another user has one of its identifiers, `core/identity-taken` when
   * another one has one of its identities.
   */
  putUser(user: UserRecord): MaybePromise<void>;
  /** True when it was there. The user's keys go too. */
  deleteUser(id: string): MaybePromise<boolean>;
  key(id: string): MaybePromise<KeyRecord | null>;
  /** Keys of this user; `null`: service keys. */
  countKeys(owner: string | null): MaybePromise<number>;
  /** Adds a key, or replaces the one of the same id. Its owner must be there. */
  putKey(key: KeyRecord): MaybePromise<void>;
  /** True when it was there. */
  deleteKey(id: string): MaybePromise<boolean>;
  setting(name: string): MaybePromise<string | null>;
  /** `null` removes it. */
  putSetting(name: string, value: string | null): MaybePromise<void>;
}

/** Which events to list, newest first. */
export interface EventQuery {
  readonly types?: readonly string[];
  /** Events by this subject, or about it. */
  readonly subject?: string;
  /** From this time on, and up to (not including) that one. */
  readonly from?: number;
  readonly until?: number;
  /** Only events older than the one with this number: the next page. */
  readonly before?: number;
  /** Events at most, default 50. */
  readonly limit?: number;
}

export interface StoredEvent {
  /** Grows with every event. */
  readonly number: number;
  readonly event: AuthEvent;
}

/**
 * `user`, `key`, `setting`: was written or deleted; a setting's id is its name. `all`: changes may have been missed,
 * trust nothing remembered.
 */
export type DurableChange =
  | { readonly kind: 'user' | 'key' | 'setting'; readonly id: string }
  | { readonly kind: 'all' };

/** A method that cannot reach its data throws or rejects; it never answers as if there were none. */
export interface DurableStore {
  user(id: string): MaybePromise<UserRecord | null>;
  userBy(identifier: string): MaybePromise<UserRecord | null>;
  userByIdentity(source: string, subject: string): MaybePromise<UserRecord | null>;
  users(query?: UserQuery): MaybePromise<UserPage>;
  key(id: string): MaybePromise<KeyRecord | null>;
  /** The key of a hash, also by the hash that it had before; whether that still counts is not judged here. */
  keyBy(hash: string): MaybePromise<KeyRecord | null>;
  keys(query?: KeyQuery): MaybePromise<KeyPage>;
  setting(name: string): MaybePromise<string | null>;
  /**
   * Runs `work` alone: no other writer of any process comes in between. All that it wrote stands when
   * this resolves; nothing of it when `work` throws, which is passed on. A store of several instances resolves once
   * all of them have heard, or may not use what they remember any more.
   */
  write<T>(work: (writer: DurableWriter) => MaybePromise<T>): Promise<T>;
  /** Notes a sign-in. Nobody is told of it. */
  signedIn(id: string, at: number): MaybePromise<void>;
  /** Notes when keys were last used, by id; a time before the noted one, and a key that is gone, are passed over. Nobody is told of it. */
  keysUsed(at: ReadonlyMap<string, number>): MaybePromise<void>;
  addEvents(events: readonly AuthEvent[]): MaybePromise<void>;
  events(query?: EventQuery): MaybePromise<readonly StoredEvent[]>;
  /** Forgets events before a time; answers how many. */
  deleteEvents(before: number): MaybePromise<number>;
  /** Tells of every change, by whomever: at once when made here, else within 250 ms. Answers how to stop. */
  subscribe(listener: (change: DurableChange) => void): () => void;
  /** Stops timers and closes connections. */
  close(): MaybePromise<void>;
}
