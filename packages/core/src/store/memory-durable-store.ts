/**
 * The durable store of a single process: gone with it. For tests, and to copy from.
 */

import type { DurableChange, DurableStore, DurableWriter, KeyRecord, UserRecord } from './durable-store.ts';
import { createMemoryEvents } from './memory-events.ts';
import { createKeyWriter, findKeyBy, noteKeyUse, selectKeys } from './memory-keys.ts';
import { createUserWriter, findUserBy, findUserByIdentity, selectUsers } from './memory-users.ts';

/** What a write works on: the old state stands until it is done. */
interface State {
  readonly users: Map<string, UserRecord>;
  readonly keys: Map<string, KeyRecord>;
  readonly settings: Map<string, string>;
}

/** The ids of what a write changed, by kind. */
interface Changed {
  readonly user: Set<string>;
  readonly key: Set<string>;
  readonly setting: Set<string>;
}

export function createMemoryDurableStore(): DurableStore {
  let state: State = { users: new Map(), keys: new Map(), settings: new Map() };
  let queue: Promise<unknown> = Promise.resolve();
  const listeners = new Set<(change: DurableChange) => void>();

  async function writeAlone<T>(work: (writer: DurableWriter) => T | Promise<T>): Promise<T> {
    const { users, keys, settings } = state;
    const draft: State = { users: new Map(users), keys: new Map(keys), settings: new Map(settings) };
    const changed: Changed = { user: new Set(), key: new Set(), setting: new Set() };
    const result = await work(createWriter(draft, changed));
    state = draft;
    for (const change of changesOf(changed)) for (const listener of listeners) listener(change);
    return result;
  }

  /** One after the other, whatever becomes of each. */
  function inTurn<T>(step: () => T | Promise<T>): Promise<T> {
    const done = queue.then(step);
    queue = done.catch(() => undefined);
    return done;
  }

  return {
    user: (id) => state.users.get(id) ?? null,
    userBy: (identifier) => findUserBy(state.users, identifier),
    userByIdentity: (source, subject) => findUserByIdentity(state.users, source, subject),
    users: (query = {}) => selectUsers(state.users, query),
    key: (id) => state.keys.get(id) ?? null,
    keyBy: (hash) => findKeyBy(state.keys, hash),
    keys: (query = {}) => selectKeys(state.keys, query),
    setting: (name) => state.settings.get(name) ?? null,
    write: (work) => inTurn(() => writeAlone(work)),
    // In turn too, so that a writer that has read the user or the key does not put the old time back.
    signedIn: (id, at) =>
      inTurn(() => {
        const user = state.users.get(id);
        if (user !== undefined) state.users.set(id, Object.freeze({ ...user, lastSignInAt: at }));
      }),
    keysUsed: (used) =>
      inTurn(() => {
        for (const [id, at] of used) noteKeyUse(state.keys, id, at);
      }),
    ...createMemoryEvents(),
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => undefined,
  };
}

function createWriter(draft: State, changed: Changed): DurableWriter {
  const { settings } = draft;
  return {
    ...createUserWriter(draft, changed.user),
    ...createKeyWriter(draft, changed.key),
    setting: (name) => settings.get(name) ?? null,
    putSetting(name, value) {
      if (value === null) settings.delete(name);
      else settings.set(name, value);
      changed.setting.add(name);
    },
  };
}

function changesOf({ user, key, setting }: Changed): DurableChange[] {
  return [
    ...[...user].map((id): DurableChange => ({ kind: 'user', id })),
    ...[...key].map((id): DurableChange => ({ kind: 'key', id })),
    ...[...setting].map((id): DurableChange => ({ kind: 'setting', id })),
  ];
}
