/**
 * The durable store of a single process: gone with it. For tests, and to copy from.
 */

import { AuthError } from '../auth-error.ts';
import type { AuthEvent } from '../event/auth-event.ts';
import type {
  DurableChange,
  DurableStore,
  DurableWriter,
  EventQuery,
  StoredEvent,
  UserQuery,
  UserRecord,
} from './durable-store.ts';

/** What a write works on: the old state stands until it is done. */
interface State {
  readonly users: Map<string, UserRecord>;
  readonly settings: Map<string, string>;
}

export function createMemoryDurableStore(): DurableStore {
  let state: State = { users: new Map(), settings: new Map() };
  let log: StoredEvent[] = [];
  let logged = 0;
  let queue: Promise<unknown> = Promise.resolve();
  const listeners = new Set<(change: DurableChange) => void>();

  async function writeAlone<T>(work: (writer: DurableWriter) => T | Promise<T>): Promise<T> {
    const draft: State = { users: new Map(state.users), settings: new Map(state.settings) };
    const changed = new Set<string>();
    const result = await work(createWriter(draft, changed));
    state = draft;
    for (const id of changed) for (const listener of listeners) listener({ kind: 'user', id });
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
    userBy: (identifier) => findBy(state, identifier),
    users: (query = {}) => selectUsers([...state.users.values()], query),
    setting: (name) => state.settings.get(name) ?? null,
    write: (work) => inTurn(() => writeAlone(work)),
    signedIn: (id, at) =>
      inTurn(() => {
        const user = state.users.get(id);
        if (user !== undefined) state.users.set(id, Object.freeze({ ...user, lastSignInAt: at }));
      }),
    addEvents(events: readonly AuthEvent[]) {
      for (const event of events) log.push({ number: ++logged, event });
    },
    events: (query = {}) => selectEvents(log, query),
    deleteEvents(before) {
      const kept = log.filter(({ event }) => Date.parse(event.time) >= before);
      const dropped = log.length - kept.length;
      log = kept;
      return dropped;
    },
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => undefined,
  };
}

function createWriter({ users, settings }: State, changed: Set<string>): DurableWriter {
  return {
    user: (id) => users.get(id) ?? null,
    userBy: (identifier) => findBy({ users }, identifier),
    countUsers: ({ role, status }) =>
      [...users.values()].filter(
        (user) => (role === undefined || user.roles.includes(role)) && (status === undefined || user.status === status),
      ).length,
    putUser(user) {
      const taken = user.identifiers.some((name) => (findBy({ users }, name)?.id ?? user.id) !== user.id);
      if (taken) throw new AuthError('core/identifier-taken', 'Another user has this name or e-mail address.');
      users.set(user.id, Object.freeze({ ...user }));
      changed.add(user.id);
    },
    deleteUser(id) {
      if (users.has(id)) changed.add(id);
      return users.delete(id);
    },
    setting: (name) => settings.get(name) ?? null,
    putSetting(name, value) {
      if (value === null) settings.delete(name);
      else settings.set(name, value);
    },
  };
}

function findBy({ users }: Pick<State, 'users'>, identifier: string): UserRecord | null {
  for (const user of users.values()) if (user.identifiers.includes(identifier)) return user;
  return null;
}

function selectUsers(all: readonly UserRecord[], query: UserQuery) {
  const { search, role, status, rolesWithin, offset = 0, limit = 50 } = query;
  const found = all.filter(
    (user) =>
      (search === undefined || namesOf(user).some((name) => name.includes(search))) &&
      (role === undefined || user.roles.includes(role)) &&
      (status === undefined || user.status === status) &&
      (rolesWithin === undefined || user.roles.every((each) => rolesWithin.includes(each))),
  );
  found.sort((a, b) => compare(a.username, b.username) || compare(a.id, b.id));
  return { total: found.length, users: found.slice(offset, offset + limit) };
}

const namesOf = (user: UserRecord): readonly string[] => [...user.identifiers, user.displayName?.toLowerCase() ?? ''];

const compare = (a: string, b: string): number => (a < b ? -1 : Number(a > b));

function selectEvents(log: readonly StoredEvent[], query: EventQuery): readonly StoredEvent[] {
  const { types, subject, from = -Infinity, until = Infinity, before = Infinity, limit = 50 } = query;
  const found = log.filter(({ number, event }) => {
    const at = Date.parse(event.time);
    const concerns = subject === undefined || event.subject === subject || event.target === subject;
    return (
      number < before && at >= from && at < until && concerns && (types === undefined || types.includes(event.type))
    );
  });
  return found.reverse().slice(0, limit);
}
