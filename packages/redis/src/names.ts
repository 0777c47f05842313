/**
 * The names of keys and channels. All begin with the prefix; what follows it says which kind it is.
 */

import type { RecordKind } from '@doorward/core';

export interface Names {
  /** A hash: value, end, owner. */
  record(kind: RecordKind, key: string): string;
  /** What the names of records begin with. */
  records(kind: RecordKind): string;
  /** A sorted set: the keys of an owner's records, by their ends. */
  owned(kind: RecordKind, owner: string): string;
  owners(kind: RecordKind): string;
  /** A hash: count, resets. */
  counter(key: string): string;
  /** A sorted set: the instances that remember records, by the time until which they may. */
  readonly instances: string;
  /** The channel of removals. */
  readonly changes: string;
  /** The channel on which an instance is told who heard of its removals. */
  heard(instance: string): string;
}

export function createNames(prefix: string): Names {
  const records = (kind: RecordKind): string => `${prefix}${kind}:`;
  const owners = (kind: RecordKind): string => `${prefix}${kind}s-of:`;
  return {
    records,
    record: (kind, key) => records(kind) + key,
    owners,
    owned: (kind, owner) => owners(kind) + owner,
    counter: (key) => `${prefix}counter:${key}`,
    instances: `${prefix}instances`,
    changes: `${prefix}changes`,
    heard: (instance) => `${prefix}heard:${instance}`,
  };
}

/** Half a surrogate pair is sent as a replacement: two different names would become one. */
export const isSendable = (text: string): boolean => !/\p{Cs}/u.test(text);
