/**
 * Folders for the data of a test, empty or with people in them. All go when the test file ends.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Actor, openAccounts } from '@doorward/auth';
import { afterAll } from '@jest/globals';

const made: string[] = [];

afterAll(() => {
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export function makeFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'pipeline-tool-'));
  made.push(folder);
  return folder;
}

export type Name = 'olga' | 'otto' | 'anna' | 'edda' | 'vera' | 'nobu';

/** Everybody, with the role of each; the password is his name and the rest. */
const ROLES: Readonly<Record<Name, string | null>> = {
  olga: 'owner',
  otto: 'owner',
  anna: 'admin',
  edda: 'editor',
  vera: 'viewer',
  nobu: null,
};

export const passwordOf = (name: string): string => `${name.at(0)}-tangled-marble-kite`;

export type Ids = Readonly<Record<Name, string>>;

/** A folder with the people named, of whom nobody owes a change of password. */
export async function makeFolderWith(names: readonly Name[]): Promise<{ readonly folder: string; readonly ids: Ids }> {
  const folder = makeFolder();
  const ids: Record<string, string> = {};
  const { accounts, close } = await openAccounts({ dataFolder: folder, create: true }, {});
  for (const name of names) {
    const role = ROLES[name];
    const { user } = await accounts.users.create(MACHINE, {
      username: name,
      email: `${name}@example.com`,
      password: passwordOf(name),
      roles: role === null ? [] : [role],
      mustChangePassword: false,
    });
    ids[name] = user.id;
  }
  await close();
  return { folder, ids: ids as Ids };
}

/** Whoever may write its files. */
const MACHINE: Actor = {
  principal: { subject: 'machine', name: 'machine', roles: [], permissions: ['*'], method: 'test' },
  clientAddress: '',
};
