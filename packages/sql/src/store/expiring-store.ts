/**
 * Sessions, tickets and counters in SQL. Ends that are moved are written about once a second; all
 * else stands when its promise resolves.
 */

import type { ExpiringStore, OwnedRecord, RecordKind, StoredRecord } from '@doorward/core';
import type { Engine } from '../engine.ts';
import { findCounter, incrementCounter, resetCounter } from './counter-rows.ts';
import { createPendingEnds, type PendingEnds } from './pending-ends.ts';
import {
  findRow,
  insertRow,
  listRows,
  type RecordRow,
  replaceRow,
  takeOwnedRows,
  takeRow,
  writeEnds,
} from './record-rows.ts';
import { isStorable } from './storable.ts';

/** How long a moved end waits for others to be written with it. */
const WRITE_BEHIND_MS = 1000;

/** Ends written in one transaction. */
const BATCH = 200;

export interface ExpiringStoreOptions {
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
  readonly close: () => Promise<void>;
}

export function createExpiringStore(engine: Engine, options: ExpiringStoreOptions): ExpiringStore {
  const { now, onError, close } = options;
  const { db, feed } = engine;
  const ends = createPendingEnds(now);
  const writer = createEndWriter(engine, ends, onError);
  const live = (kind: RecordKind, rows: readonly RecordRow[]) =>
    rows.flatMap((row) => readRow(row, kind, ends, now()) ?? []);

  async function find(kind: RecordKind, key: string): Promise<StoredRecord | null> {
    if (!isStorable(key)) return null;
    const row = await findRow(db, kind, key);
    return row === undefined ? null : withoutKey(readRow(row, kind, ends, now()));
  }

  /** Takes rows out, and answers those that were live; everybody is told of them. */
  function take(
    kind: RecordKind,
    takeRows: (db: Engine['db']) => Promise<readonly RecordRow[]>,
  ): Promise<OwnedRecord[]> {
    return engine.write(async (scope) => {
      const taken = live(kind, await takeRows(scope.db));
      for (const { key } of taken) scope.note({ kind, key });
      return taken;
    });
  }

  async function claim(kind: RecordKind, key: string): Promise<StoredRecord | null> {
    // What is not there costs no transaction.
    if ((await find(kind, key)) === null) return null;
    const [taken] = await take(kind, (scope) => takeRow(scope, kind, key));
    ends.drop(kind, key);
    return withoutKey(taken ?? null);
  }

  return {
    get: find,
    create: (kind, key, record) => engine.write((scope) => insertRow(scope.db, { kind, key, record, now: now() })),
    extend(kind, key, expiresAt) {
      ends.add(kind, key, expiresAt);
      writer.soon();
    },
    async replace(kind, key, expected, next) {
      if (!isStorable(key)) return false;
      const replaced = await engine.write(async (scope) => {
        const liveAfter = ends.liveAfter(kind, key);
        return liveAfter !== null && (await replaceRow(scope.db, { kind, key, expected, next, liveAfter }));
      });
      if (replaced && ends.overrule(kind, key, next.expiresAt)) writer.soon();
      return replaced;
    },
    claim,
    delete: async (kind, key) => (await claim(kind, key)) !== null,
    async deleteOwned(kind, owner, exceptKey) {
      if (!isStorable(owner)) return [];
      const taken = await take(kind, (scope) => takeOwnedRows(scope, kind, owner, exceptKey));
      return taken.map(({ key }) => key);
    },
    list: async (kind, owner) => (isStorable(owner) ? live(kind, await listRows(db, kind, owner)) : []),
    increment: (key, windowMs) => engine.write((scope) => incrementCounter(scope.db, { key, now: now(), windowMs })),
    count: async (key) => (isStorable(key) ? findCounter(db, key, now()) : null),
    reset: (key) => engine.write((scope) => resetCounter(scope.db, key)),
    mayCache: feed.mayCache,
    subscribe: (listener) =>
      feed.subscribe((change) => {
        if (change.kind === 'all') listener(change);
        else if (change.kind === 'session' || change.kind === 'ticket')
          listener({ kind: change.kind, key: change.key });
      }),
    async close() {
      await writer.close();
      await close();
    },
  };
}

/** The live record of a row, `null` when its time is over. */
function readRow(row: RecordRow, kind: RecordKind, ends: PendingEnds, now: number): OwnedRecord | null {
  const expiresAt = ends.endOf(kind, row.key, row.expires_at);
  return expiresAt > now ? { key: row.key, value: JSON.parse(row.value), expiresAt, owner: row.owner } : null;
}

function withoutKey(record: OwnedRecord | null): StoredRecord | null {
  return record === null ? null : { value: record.value, expiresAt: record.expiresAt, owner: record.owner };
}

interface EndWriter {
  /** Moved ends are written within about a second. */
  soon(): void;
  /** Writes what is left. */
  close(): Promise<void>;
}

function createEndWriter(engine: Engine, ends: PendingEnds, onError: (error: unknown) => void): EndWriter {
  let timer: NodeJS.Timeout | undefined;
  let writing: Promise<void> = Promise.resolve();

  async function writeAll(): Promise<void> {
    for (let left = ends.size; left > 0; left -= BATCH) {
      const batch = ends.list(BATCH);
      if (batch.length === 0) return;
      await engine.write((scope) => writeEnds(scope.db, batch));
      ends.written(batch);
    }
  }

  function soon(): void {
    timer ??= setTimeout(() => {
      timer = undefined;
      writing = writeAll().catch((error) => {
        onError(error);
        soon();
      });
    }, WRITE_BEHIND_MS).unref();
  }

  return {
    soon,
    async close() {
      await writing;
      clearTimeout(timer);
      await writeAll().catch(onError);
    },
  };
}
