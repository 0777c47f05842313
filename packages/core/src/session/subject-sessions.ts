/**
 * The sessions of one subject: for its user to look at, and to end.
 */

import { andThen, type MaybePromise } from '../maybe-promise.ts';
import type { ExpiringStore, OwnedRecord, StoredRecord } from '../store/expiring-store.ts';
import { publicId } from './session.ts';
import { readSessionRecord, type SessionClient, type SessionRecord } from './session-record.ts';

/** A session as its user may see it. Times in milliseconds since the epoch. */
export interface SessionSummary {
  readonly id: string;
  readonly createdAt: number;
  /** To the minute, or so. */
  readonly lastSeenAt: number;
  readonly expiresAt: number;
  readonly method: string;
  readonly client: SessionClient;
}

export interface SubjectSessions {
  /** The sessions of a subject, the latest first. */
  list(subject: string): MaybePromise<readonly SessionSummary[]>;
  /** Ends one session of a subject, by its public id; true when it was there. */
  endOne(subject: string, id: string): MaybePromise<boolean>;
  /** Ends every session of a subject, but for the one of a public id; answers how many. */
  endAll(subject: string, exceptId?: string): MaybePromise<number>;
}

export interface SubjectSessionParts {
  readonly store: ExpiringStore;
  /** Tells of a session that is gone. */
  readonly forget: (key: string) => void;
  readonly endKey: (key: string) => MaybePromise<boolean>;
  readonly lastSeenOf: (key: string, stored: StoredRecord, record: SessionRecord) => number;
}

export function createSubjectSessions({ store, forget, endKey, lastSeenOf }: SubjectSessionParts): SubjectSessions {
  function summary({ key, ...stored }: OwnedRecord): SessionSummary[] {
    const record = readSessionRecord(stored.value);
    if (record === null) return [];
    const { createdAt, expiresAt, principal, client } = record;
    const lastSeenAt = lastSeenOf(key, stored, record);
    return [{ id: publicId(key), createdAt, lastSeenAt, expiresAt, method: principal.method, client }];
  }

  return {
    list: (subject) =>
      andThen(store.list('session', subject), (records) =>
        records.flatMap(summary).sort((a, b) => b.lastSeenAt - a.lastSeenAt),
      ),
    endOne: (subject, id) =>
      andThen(store.list('session', subject), (records) => {
        const key = records.find((record) => publicId(record.key) === id)?.key;
        return key === undefined ? false : endKey(key);
      }),
    endAll: (subject, exceptId) =>
      andThen(store.list('session', subject), (records) => {
        const except = records.find(({ key }) => publicId(key) === exceptId)?.key;
        return andThen(store.deleteOwned('session', subject, except), (keys) => {
          for (const key of keys) forget(key);
          return keys.length;
        });
      }),
  };
}
