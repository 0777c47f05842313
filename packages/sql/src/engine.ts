/**
 * What the two stores stand on: reading, writing all or nothing, and telling of changes. SQLite and
 * PostgreSQL each make one; nothing above it knows which.
 */

import type { Sql } from 'sql-template-tag';
import type { ChangeFeed, NotedChange } from './change-feed.ts';
import type { Begin, Database } from './database.ts';

/** Writes under the same lock come one at a time, over all processes. */
export type LockName = 'durable' | 'events';

export interface WriteScope {
  /** Good until the work is done. */
  readonly db: Database;
  /** Says what everybody is told once the write stands. */
  note(change: NotedChange): void;
}

/** How rows go that nobody asks for any more: for no longer than 5 ms the event loop waits for it. */
export interface Disposal {
  /** Rows of one statement: few where it holds the event loop. */
  readonly batch: number;
  /** Runs a statement without parameters, which a power cut may undo. */
  run(statement: Sql): Promise<void>;
}

export interface Engine {
  readonly feed: ChangeFeed;
  readonly disposal: Disposal;
  /** For queries of one statement. */
  readonly db: Database;
  /**
   * All that `work` writes stands when this resolves, and no process uses what it remembered of it before; nothing of it
   * when it throws, which is passed on.
   */
  write<T>(work: (scope: WriteScope) => Promise<T>, lock?: LockName): Promise<T>;
  close(): Promise<void>;
}

export interface Transactions {
  readonly begin: Begin;
  readonly feed: ChangeFeed;
  /** Waits for the lock, which ends with the transaction. */
  lock(db: Database, name: LockName): Promise<void>;
  /** Writes the changes for other processes to hear, as part of the transaction. */
  publish(db: Database, changes: readonly NotedChange[]): Promise<Publication>;
}

/** Changes on their way to other processes. */
export interface Publication {
  /** To be asked after the commit: resolves when nobody uses what he remembered before it. Never rejects. */
  heard(): Promise<void>;
  /** The transaction came to nothing. */
  cancel(): void;
}

/** A write that stands. */
export interface Written<T> {
  readonly result: T;
  heard(): Promise<void>;
}

/** What nobody has to hear of. */
export const UNHEARD: Publication = { heard: async () => undefined, cancel: () => undefined };

/** The result, once everybody has heard of the write. */
export async function onceHeard<T>(write: Promise<Written<T>>): Promise<T> {
  const { result, heard } = await write;
  await heard();
  return result;
}

/** Runs one write as a transaction: its listeners in this process are told before it resolves. */
export async function runWrite<T>(
  transactions: Transactions,
  work: (scope: WriteScope) => Promise<T>,
  lock?: LockName,
): Promise<Written<T>> {
  const { feed } = transactions;
  const changes: NotedChange[] = [];
  const transaction = await transactions.begin();
  let publication = UNHEARD;
  let result: T;
  try {
    if (lock !== undefined) await transactions.lock(transaction, lock);
    result = await work({ db: transaction, note: (change) => changes.push(change) });
    if (changes.length > 0) publication = await transactions.publish(transaction, changes);
    await transaction.commit();
  } catch (error) {
    publication.cancel();
    // Whether a commit that failed stands is not known: what is remembered of it may be wrong.
    if (changes.length > 0) feed.tell({ kind: 'all' });
    await transaction.rollback().catch(() => undefined);
    throw error;
  }
  for (const change of changes) feed.tell(change);
  return { result, heard: publication.heard };
}
