/**
 * The users and keys of a site under test, and stores that can be lost.
 */

import { canonicalName, type DurableStore, hashSecret, type KeyRecord, type UserRecord } from '@doorward/core';
import { KEY, USER } from '@doorward/test-core';

/** Who is there: one of each role, and one more whom they may try to manage. */
const PEOPLE = {
  owner: 'owner',
  admin: 'admin',
  editor: 'editor',
  viewer: 'viewer',
  olga: 'owner',
  adam: 'admin',
  edna: 'editor',
  vera: 'viewer',
} as const;

export type Person = keyof typeof PEOPLE;

/** A role that people made; nobody has it. */
const CLERK = { name: 'clerk', label: '', description: '', permissions: ['report:read'], inherits: ['viewer'] };

/** Adds them, and the role `clerk`; answers their records. */
export async function addPeople(store: DurableStore, passwordHash: string): Promise<Record<Person, UserRecord>> {
  const records = Object.entries(PEOPLE).map(([username, role]) => ({
    ...USER,
    id: `u_${username}`.padEnd(24, '0'),
    username,
    email: `${username}@example.com`,
    identifiers: [canonicalName(username), canonicalName(`${username}@example.com`)],
    roles: [role],
    identities: username === 'vera' || username === 'olga' ? [knownAs(username)] : [],
    passwordHash,
    createdAt: Date.UTC(2026, 0, 1),
  }));
  await store.write(async (writer) => {
    for (const record of records) await writer.putUser(record);
    await writer.putSetting('roles', JSON.stringify([CLERK]));
  });
  return Object.fromEntries(records.map((record) => [record.username, record])) as never;
}

/** At a provider that is not there any more. */
const knownAs = (subject: string) => ({ source: 'acme', subject, name: null, madeAccount: false, linkedAt: 1 });

/** `key` is the owner's, and so is `narrow`, which is limited; `gadget` is vera's, `robot` is a service that may all. */
export type KeyName = 'key' | 'narrow' | 'gadget' | 'robot';

export const secretOf = (name: KeyName): string => `dwk_${name.padEnd(43, 'x')}`;

/** Adds them, and answers their records. */
export async function addKeys(
  store: DurableStore,
  { owner, vera }: Readonly<Record<'owner' | 'vera', UserRecord>>,
): Promise<Record<KeyName, KeyRecord>> {
  const make = (name: KeyName, of: string | null): KeyRecord => ({
    ...KEY,
    id: `k_${name}`.padEnd(24, '0'),
    name,
    hash: hashSecret(secretOf(name)),
    hint: 'xxxx',
    owner: of,
    roles: of === null ? ['owner'] : [],
    createdAt: Date.UTC(2026, 0, 1),
    createdBy: 'test',
  });
  const keys = {
    key: make('key', owner.id),
    narrow: { ...make('narrow', owner.id), permissions: ['*:read', '*:update', 'users:*', 'keys:*'] },
    gadget: make('gadget', vera.id),
    robot: make('robot', null),
  };
  await store.write(async (writer) => {
    for (const key of Object.values(keys)) await writer.putKey(key);
  });
  return keys;
}

/** Every method throws while the store is lost. */
export function losable<T extends object>(store: T, isLost: () => boolean): T {
  const entries = Object.entries(store).map(([name, method]: [string, (...all: unknown[]) => unknown]) => [
    name,
    (...all: unknown[]) => {
      if (isLost() && name !== 'close') throw new Error('connect ECONNREFUSED 10.1.2.3:5432');
      return method(...all);
    },
  ]);
  return Object.fromEntries(entries) as T;
}
