/**
 * Opens the store that the global options and the variables name, for one command.
 */

import { readFile } from 'node:fs/promises';
import type { Actor } from '@doorward/accounts';
import type { AccountsPlace, OpenAccounts } from '@doorward/auth';
import { CommandError } from './failure.ts';
import { note } from './terminal/output.ts';

/** Options that every command takes. */
export interface GlobalOptions {
  readonly dataFolder?: string;
  readonly databaseUrl?: string;
  readonly roleSet?: string;
  readonly json?: boolean;
}

/** What a command works with. */
export interface Session extends OpenAccounts {
  /** Whom everything is done as: whoever may write the store may do everything. */
  readonly actor: Actor;
}

/** Runs `work` on the open store, and closes it whatever happens. */
export async function withStore<T>(
  { dataFolder, databaseUrl, roleSet }: GlobalOptions,
  work: (session: Session) => Promise<T>,
  create = false,
): Promise<T> {
  const roles = roleSet === undefined ? undefined : await readRoleSet(roleSet);
  const [{ openAccounts }, { machineActor }] = await Promise.all([
    import('@doorward/auth'),
    import('@doorward/accounts'),
  ]);
  const say = (line: string): void => note(line.replace(/^Doorward: /, 'doorward: '));
  const opened = await openAccounts({ dataFolder, databaseUrl, roles, create, log: { info: say, warn: say } });
  try {
    return await work({ ...opened, actor: machineActor('command-line') });
  } finally {
    await opened.close();
  }
}

type RoleSetOption = NonNullable<AccountsPlace['roles']>;

/** One of ours by name, else a file: role sets are data. */
async function readRoleSet(name: string): Promise<RoleSetOption> {
  if (isShipped(name)) return name;
  try {
    return JSON.parse(await readFile(name, 'utf8')) as RoleSetOption;
  } catch (error) {
    const reason = (error as NodeJS.ErrnoException).code ?? 'it is no JSON';
    throw new CommandError(
      `--role-set: "${name}" cannot be read (${reason}). Write team, superuser or studio, or name a JSON file with a role set.`,
    );
  }
}

const isShipped = (name: string): name is 'team' | 'superuser' | 'studio' =>
  ['team', 'superuser', 'studio'].includes(name);
