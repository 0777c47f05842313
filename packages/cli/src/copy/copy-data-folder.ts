/**
 * `copy`: the data folder's database into PostgreSQL, and what is to be done then.
 */

import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { CopiedRows } from '@doorward/auth';
import { CommandError, UsageError } from '../failure.ts';
import type { GlobalOptions } from '../store.ts';
import { note, show } from '../terminal/output.ts';

export interface CopyOptions extends GlobalOptions {
  readonly to?: string;
}

type Table = keyof CopiedRows;

/** What people call the rows; of the others nobody asks. */
const NAMES: Readonly<Partial<Record<Table, string>>> = {
  users: 'users',
  api_keys: 'API keys',
  settings: 'settings',
  events: 'events',
  records: 'sessions and links',
};

export async function copyDataFolder({ dataFolder, databaseUrl, to, json = false }: CopyOptions): Promise<void> {
  if (databaseUrl !== undefined) {
    throw new UsageError('--database-url names where other commands work. Name the target as --to.', 'doorward copy');
  }
  const url = to ?? process.env['DOORWARD_DATABASE_URL'];
  if (url === undefined) {
    throw new UsageError('It is not said where to. Give --to, or set DOORWARD_DATABASE_URL.', 'doorward copy');
  }
  if (!/^postgres(ql)?:\/\//i.test(url)) throw new CommandError('--to begins with postgres:// or postgresql://.');
  const folder = dataFolder ?? process.env['DOORWARD_DATA_FOLDER'] ?? 'doorward-data';
  const { copyDataFolder: copy } = await import('@doorward/auth');
  const rows = await copy({ folder, url, onProgress: json ? () => undefined : createProgress() });
  const copied = Object.entries(NAMES).map(([table, name]) => `${rows[table as Table]} ${name}`);
  show({ text: `copied ${copied.join(', ')}`, json: rows, notes: nextSteps(folder) }, json);
}

/** A line for every ten thousand rows of a table. */
function createProgress(): (table: Table, rows: number) => void {
  const told = new Map<Table, number>();
  return (table, rows) => {
    const reached = Math.floor(rows / 10_000);
    if (reached === (told.get(table) ?? 0)) return;
    told.set(table, reached);
    note(`${NAMES[table] ?? table}: ${rows} …`);
  };
}

/** Without the secret everybody would be signed out, and what providers gave could not be read. */
function nextSteps(folder: string): readonly string[] {
  const secret = join(folder, 'secret');
  const keep = existsSync(secret)
    ? [`Give every instance the same secret: DOORWARD_SECRET_FILE=${secret}, or a copy of it.`]
    : [];
  return [...keep, `Start the server with DOORWARD_DATABASE_URL. ${folder} is as it was: keep it until all is well.`];
}
