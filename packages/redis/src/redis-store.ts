/**
 * Sessions, tickets and counters in Redis. What a promise of it says stands in Redis when it resolves.
 */

import {
  AuthError,
  type ExpiringStore,
  isAuthError,
  type Listeners,
  type OwnedRecord,
  type RecordChange,
  type RecordKind,
  type StoredRecord,
} from '@doorward/core';
import type { Connection } from './connection.ts';
import { isSendable, type Names } from './names.ts';
import { readCounter, readRecord, readTexts } from './record-reply.ts';
import { isWrongType } from './redis-error.ts';
import type { Removals, Removed } from './removals.ts';
import { runScript } from './run-script.ts';
import { CREATE, EXTEND, INCREMENT, REPLACE, type Script, TAKE, TAKE_OWNED } from './scripts.ts';

/** How much longer than its time Redis keeps something: clocks of machines differ. */
const KEEP_MS = 60_000;

/** Records that one call to Redis looks at. */
const BATCH = 500;

export interface RedisStoreParts {
  readonly server: Pick<Connection, 'send'>;
  readonly names: Names;
  readonly instance: string;
  readonly listeners: Listeners<RecordChange>;
  readonly removals: Removals;
  readonly now: () => number;
  readonly mayCache: () => boolean;
  readonly close: () => Promise<void>;
}

export function createRedisStore(parts: RedisStoreParts): ExpiringStore {
  const { server, names, instance, listeners, removals, now, mayCache, close } = parts;
  const run = (script: Script, keys: readonly string[], values: readonly (string | number)[]): Promise<unknown> =>
    runScript(server, script, keys, values.map(argument));
  const keep = (expiresAt: number): number => Math.max(expiresAt - now(), 0) + KEEP_MS;

  /** The fields of a hash; what is no hash has none. */
  async function read(key: string, fields: readonly string[]): Promise<unknown> {
    try {
      return await server.send(['HMGET', key, ...fields]);
    } catch (error) {
      if (isAuthError(error) && isWrongType(error)) return null;
      throw error;
    }
  }

  async function get(kind: RecordKind, key: string): Promise<StoredRecord | null> {
    if (!isSendable(key)) return null;
    return readRecord(await read(names.record(kind, key), RECORD_FIELDS), now());
  }

  async function claim(kind: RecordKind, key: string): Promise<StoredRecord | null> {
    if (!isSendable(key)) return null;
    const keys = [names.record(kind, key), names.instances];
    const { reply } = await removals.run(kind, async (id): Promise<Removed & { reply: unknown }> => {
      const values = [now(), key, names.owners(kind), names.changes, instance, id, kind];
      const found = await run(TAKE, keys, values);
      return Array.isArray(found)
        ? { keys: [key], instances: readTexts(found[3]), reply: found }
        : { keys: [], instances: [], reply: null };
    });
    return readRecord(reply, -Infinity);
  }

  async function deleteOwned(kind: RecordKind, owner: string, exceptKey = ''): Promise<readonly string[]> {
    if (!isSendable(owner) || !isSendable(exceptKey)) return [];
    const keys = [names.owned(kind, owner), names.instances];
    const taken: string[] = [];
    for (let more = true; more; ) {
      const removed = await removals.run(kind, async (id): Promise<Removed & { more: boolean }> => {
        const ours = [now(), owner, exceptKey, names.records(kind), BATCH];
        const reply = await run(TAKE_OWNED, keys, [...ours, names.changes, instance, id, kind]);
        const [found, instances, rest] = Array.isArray(reply) ? (reply as readonly unknown[]) : [];
        return { keys: readTexts(found), instances: readTexts(instances), more: rest === 1 };
      });
      taken.push(...removed.keys);
      more = removed.more;
    }
    return taken;
  }

  async function list(kind: RecordKind, owner: string): Promise<readonly OwnedRecord[]> {
    if (!isSendable(owner)) return [];
    const keys = readTexts(await server.send(['ZRANGE', names.owned(kind, owner), '0', '-1']));
    const records: OwnedRecord[] = [];
    for (let at = 0; at < keys.length; at += BATCH) {
      const batch = keys.slice(at, at + BATCH).map(async (key) => ({ key, record: await get(kind, key) }));
      for (const { key, record } of await Promise.all(batch)) {
        if (record?.owner === owner) records.push({ key, ...record });
      }
    }
    return records;
  }

  return {
    get,
    async create(kind, key, { value, expiresAt, owner }) {
      assertSendable([key, owner]);
      const keys = [names.record(kind, key), names.owned(kind, owner)];
      const text = JSON.stringify(value);
      const made = await run(CREATE, keys, [now(), text, expiresAt, owner, key, keep(expiresAt), now() - KEEP_MS]);
      if (made !== 1) throw new AuthError('redis/failed', `A ${kind} of this key is there already.`);
    },
    async extend(kind, key, expiresAt) {
      if (!isSendable(key)) return;
      await run(EXTEND, [names.record(kind, key)], [now(), expiresAt, key, keep(expiresAt), names.owners(kind)]);
    },
    async replace(kind, key, expected, next) {
      if (!isSendable(key)) return false;
      const end = next.expiresAt;
      const values = [
        now(),
        end,
        key,
        keep(end),
        names.owners(kind),
        JSON.stringify(expected),
        JSON.stringify(next.value),
      ];
      return (await run(REPLACE, [names.record(kind, key)], values)) === 1;
    },
    claim,
    async delete(kind, key) {
      return (await claim(kind, key)) !== null;
    },
    deleteOwned,
    list,
    async increment(key, windowMs) {
      assertSendable([key]);
      const reply = await run(INCREMENT, [names.counter(key)], [now(), now() + windowMs, windowMs + KEEP_MS]);
      const counter = readCounter(reply, -Infinity);
      if (counter === null) throw new AuthError('redis/failed', 'Redis did not answer as expected.');
      return counter;
    },
    async count(key) {
      return isSendable(key) ? readCounter(await read(names.counter(key), COUNTER_FIELDS), now()) : null;
    },
    async reset(key) {
      if (isSendable(key)) await server.send(['DEL', names.counter(key)]);
    },
    mayCache,
    subscribe: listeners.subscribe,
    close,
  };
}

/** Redis takes whole milliseconds; a clock may have finer ones. */
const argument = (value: string | number): string => String(typeof value === 'number' ? Math.ceil(value) : value);

const RECORD_FIELDS = ['value', 'end', 'owner'];
const COUNTER_FIELDS = ['count', 'resets'];

function assertSendable(texts: readonly string[]): void {
  if (texts.every(isSendable)) return;
  throw new AuthError('redis/failed', 'A text with half a surrogate pair cannot be stored.');
}
