/**
 * Where what ends by itself is kept: sessions, tickets, counters. One contract for every store;
 * `describeExpiringStore` of `@doorward/testing` is its suite.
 */

import type { MaybePromise } from '../maybe-promise.ts';

export type RecordKind = 'session' | 'ticket';

export interface StoredRecord {
  /** To be kept as JSON, or as it is: it may have a `toJSON`, which a copy of its properties lacks. Never changed by anybody. */
  readonly value: unknown;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
  /** Whose it is, for {@link ExpiringStore.deleteOwned}. */
  readonly owner: string;
}

export interface Counter {
  readonly count: number;
  /** When the window ends, in milliseconds since the epoch. */
  readonly resetsAt: number;
}

export interface OwnedRecord extends StoredRecord {
  readonly key: string;
}

/** A record that is gone. `all`: changes may have been missed, trust nothing remembered. */
export type RecordChange = { readonly kind: RecordKind; readonly key: string } | { readonly kind: 'all' };

/**
 * A method that cannot reach its data throws or rejects; it never answers as if the record were
 * absent. Keys are hashes: no store ever sees a secret.
 */
export interface ExpiringStore {
  /** The live record, `null` when there is none or its time is over. */
  get(kind: RecordKind, key: string): MaybePromise<StoredRecord | null>;
  /** Writes a record; the key must be new. */
  create(kind: RecordKind, key: string, record: StoredRecord): MaybePromise<void>;
  /** Moves the end of a live record; nothing happens when there is none. */
  extend(kind: RecordKind, key: string, expiresAt: number): MaybePromise<void>;
  /**
   * Atomic: puts `next` in place of a live record whose value is still `expected`, as it was read; false when it
   * is another one by now, or gone. The owner stays.
   */
  replace(kind: RecordKind, key: string, expected: unknown, next: Omit<StoredRecord, 'owner'>): MaybePromise<boolean>;
  /** Atomic: of any number of callers exactly one gets the live record, and it is gone. */
  claim(kind: RecordKind, key: string): MaybePromise<StoredRecord | null>;
  /**
   * Removes one record; true when it was there. A store of several instances resolves, here and in `claim` and
   * `deleteOwned` of sessions, once all of them have heard, or may not use what they remember any more.
   */
  delete(kind: RecordKind, key: string): MaybePromise<boolean>;
  /** Removes every record of an owner, but for `exceptKey`; answers their keys. */
  deleteOwned(kind: RecordKind, owner: string, exceptKey?: string): MaybePromise<readonly string[]>;
  /** The live records of an owner, in no order. */
  list(kind: RecordKind, owner: string): MaybePromise<readonly OwnedRecord[]>;
  /** Atomic: adds one to a counter that starts anew `windowMs` after its first count. */
  increment(key: string, windowMs: number): MaybePromise<Counter>;
  /** The counter as it stands; `null` when nothing was counted in this window. */
  count(key: string): MaybePromise<Counter | null>;
  /** Forgets a counter. */
  reset(key: string): MaybePromise<void>;
  /**
   * True while removals by other processes are heard of within 250 ms. While it is false nothing that
   * was read before may be used again.
   */
  mayCache(): boolean;
  /**
   * Tells of every record that was removed before its time, by whomever: at once when removed here,
   * else within 250 ms. Answers how to stop.
   */
  subscribe(listener: (change: RecordChange) => void): () => void;
  /** Stops timers and closes connections. */
  close(): MaybePromise<void>;
}
