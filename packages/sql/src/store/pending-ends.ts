/**
 * Ends of records that were moved and are not written yet. Reading a record goes through it, so that
 * this process sees them at once; another one does about a second later.
 */

import type { RecordKind } from '@doorward/core';

export interface PendingEnd {
  readonly kind: RecordKind;
  readonly key: string;
  /** When it was moved: it counts for a record that was live then. */
  readonly at: number;
  readonly expiresAt: number;
}

export interface PendingEnds {
  add(kind: RecordKind, key: string, expiresAt: number): void;
  /** When the record ends, whose row says `expiresAt`. */
  endOf(kind: RecordKind, key: string, expiresAt: number): number;
  /** After what time a row has to end whose record is live; `null` when no row can be. */
  liveAfter(kind: RecordKind, key: string): number | null;
  /** An end was written beside these: it stands over one that is still to be written. True when there is one. */
  overrule(kind: RecordKind, key: string, expiresAt: number): boolean;
  drop(kind: RecordKind, key: string): void;
  list(limit: number): readonly PendingEnd[];
  /** Forgets those of a list that have not been moved again since. */
  written(ends: readonly PendingEnd[]): void;
  readonly size: number;
}

export function createPendingEnds(now: () => number): PendingEnds {
  const ends = new Map<string, PendingEnd>();
  return {
    add(kind, key, expiresAt) {
      const id = idOf(kind, key);
      const before = ends.get(id);
      if (before === undefined) ends.set(id, { kind, key, at: now(), expiresAt });
      else if (before.expiresAt > now()) ends.set(id, { ...before, expiresAt });
    },
    endOf(kind, key, expiresAt) {
      const end = ends.size === 0 ? undefined : ends.get(idOf(kind, key));
      return end !== undefined && expiresAt > end.at ? end.expiresAt : expiresAt;
    },
    liveAfter(kind, key) {
      const end = ends.get(idOf(kind, key));
      if (end === undefined) return now();
      return end.expiresAt > now() ? end.at : null;
    },
    overrule(kind, key, expiresAt) {
      const id = idOf(kind, key);
      const before = ends.get(id);
      // Not dropped: it may be on its way to the row, where this one has to come after it.
      if (before !== undefined) ends.set(id, { ...before, expiresAt });
      return before !== undefined;
    },
    drop: (kind, key) => void ends.delete(idOf(kind, key)),
    list(limit) {
      const listed: PendingEnd[] = [];
      for (const end of ends.values()) {
        if (listed.length === limit) break;
        listed.push(end);
      }
      return listed;
    },
    written(list) {
      for (const end of list) {
        const id = idOf(end.kind, end.key);
        if (ends.get(id) === end) ends.delete(id);
      }
    },
    get size() {
      return ends.size;
    },
  };
}

const idOf = (kind: RecordKind, key: string): string => `${kind}:${key}`;
