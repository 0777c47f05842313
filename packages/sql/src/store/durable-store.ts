/**
 * Users, keys, settings and the audit log in SQL.
 */

import type { DurableStore, DurableWriter, MaybePromise } from '@doorward/core';
import sql from 'sql-template-tag';
import { type Database, first } from '../database.ts';
import type { Engine, WriteScope } from '../engine.ts';
import type { Tables } from '../schema/tables.ts';
import { insertInto, orOverwrite } from '../statement.ts';
import { addEvents, deleteEvents, listEvents } from './event-rows.ts';
import { countKeys, deleteKey, findKey, findKeyBy, listKeys, noteKeysUsed, putKey } from './key-rows.ts';
import { assertStorable, isStorable } from './storable.ts';
import {
  countUsers,
  deleteUser,
  findUser,
  findUserBy,
  findUserByIdentity,
  listUsers,
  noteSignIn,
  putUser,
} from './user-rows.ts';

/** Events deleted in one transaction: a few milliseconds. */
const DELETE_BATCH = 500;

export function createDurableStore(engine: Engine, close: () => Promise<void>): DurableStore {
  const { db, feed } = engine;
  return {
    user: (id) => findUser(db, id),
    userBy: (identifier) => findUserBy(db, identifier),
    userByIdentity: (source, subject) => findUserByIdentity(db, source, subject),
    users: (query = {}) => listUsers(db, query),
    key: (id) => findKey(db, id),
    keyBy: (hash) => findKeyBy(db, hash),
    keys: (query = {}) => listKeys(db, query),
    setting: (name) => findSetting(db, name),
    write: <T>(work: (writer: DurableWriter) => MaybePromise<T>) =>
      engine.write(async (scope) => {
        const changed: Changed = { user: new Set(), key: new Set(), setting: new Set() };
        const result = await work(createWriter(scope, changed));
        for (const id of changed.user) scope.note({ kind: 'user', key: id });
        for (const id of changed.key) scope.note({ kind: 'key', key: id });
        for (const name of changed.setting) scope.note({ kind: 'setting', key: name });
        return result;
      }, 'durable'),
    // Under the lock too, so that a writer that has read the user or the key does not put the old time back.
    signedIn: (id, at) => engine.write((scope) => noteSignIn(scope.db, id, at), 'durable'),
    async keysUsed(used) {
      if (used.size > 0) await engine.write((scope) => noteKeysUsed(scope.db, used), 'durable');
    },
    async addEvents(events) {
      if (events.length > 0) await engine.write((scope) => addEvents(scope.db, events), 'events');
    },
    events: (query = {}) => listEvents(db, query),
    async deleteEvents(before) {
      let total = 0;
      for (;;) {
        const deleted = await engine.write((scope) => deleteEvents(scope.db, before, DELETE_BATCH));
        total += deleted;
        if (deleted < DELETE_BATCH) return total;
      }
    },
    subscribe: (listener) =>
      feed.subscribe((change) => {
        if (change.kind === 'all') listener(change);
        else if (change.kind === 'user' || change.kind === 'key' || change.kind === 'setting')
          listener({ kind: change.kind, id: change.key });
      }),
    close,
  };
}

/** The ids of what a write changed, by kind. */
interface Changed {
  readonly user: Set<string>;
  readonly key: Set<string>;
  readonly setting: Set<string>;
}

function createWriter({ db }: WriteScope, changed: Changed): DurableWriter {
  return {
    ...createKeyWriter(db, changed.key),
    user: (id) => findUser(db, id),
    userBy: (identifier) => findUserBy(db, identifier),
    userByIdentity: (source, subject) => findUserByIdentity(db, source, subject),
    countUsers: (having) => countUsers(db, having),
    async putUser(user) {
      await putUser(db, user);
      changed.user.add(user.id);
    },
    async deleteUser(id) {
      const deleted = await deleteUser(db, id);
      if (deleted) changed.user.add(id);
      return deleted;
    },
    setting: (name) => findSetting(db, name),
    async putSetting(name, value) {
      await putSetting(db, name, value);
      changed.setting.add(name);
    },
  };
}

type KeyWriter = Pick<DurableWriter, 'key' | 'countKeys' | 'putKey' | 'deleteKey'>;

function createKeyWriter(db: Database, changed: Set<string>): KeyWriter {
  return {
    key: (id) => findKey(db, id),
    countKeys: (owner) => countKeys(db, owner),
    async putKey(key) {
      await putKey(db, key);
      changed.add(key.id);
    },
    async deleteKey(id) {
      const deleted = await deleteKey(db, id);
      if (deleted) changed.add(id);
      return deleted;
    },
  };
}

async function findSetting(db: Database, name: string): Promise<string | null> {
  if (!isStorable(name)) return null;
  const { settings } = db.dialect.tables;
  const row = await first<Pick<Tables['settings'], 'value'>>(
    db,
    sql`select value from ${settings} where name = ${name}`,
  );
  return row?.value ?? null;
}

async function putSetting(db: Database, name: string, value: string | null): Promise<void> {
  assertStorable([name, value]);
  const { settings } = db.dialect.tables;
  if (value === null) {
    await db.run(sql`delete from ${settings} where name = ${name}`);
    return;
  }
  const row: Tables['settings'] = { name, value };
  await db.run(sql`${insertInto(settings, [row])} ${orOverwrite(['name'], { value })}`);
}
