/**
 * From the SQLite file of one machine to a PostgreSQL database for several.
 */

import { existsSync } from 'node:fs';
import { AuthError } from '@doorward/core';
import { openPostgresEngine } from '../postgres/open-postgres.ts';
import { openSqliteEngine } from '../sqlite/open-sqlite.ts';
import { storeFolder } from '../sqlite/store-folder.ts';
import { type CopiedRows, type CopiedTable, copyData } from './copy-data.ts';

export interface CopyToPostgresOptions {
  /** Folder of the SQLite file. */
  readonly folder: string;
  /** `postgres://user:password@host:5432/name`; no message ever holds the password. */
  readonly url: string;
  /** Default `Date.now`. */
  readonly now?: () => number;
  /** Told of rows of a table so far. */
  readonly onProgress?: (table: CopiedTable, rows: number) => void;
}

/**
 * Copies all or nothing, and leaves the file as it is. Stop the server first: what it would write meanwhile waits, and
 * fails.
 *
 * @throws AuthError `sql/missing` without a file, `sql/not-empty` when somebody has used the database, and what opening
 * both throws.
 */
export async function copyToPostgres(options: CopyToPostgresOptions): Promise<CopiedRows> {
  const { folder, url, now = Date.now, onProgress = () => undefined } = options;
  const { file } = storeFolder(folder);
  if (!existsSync(file)) {
    throw new AuthError('sql/missing', `There is no database ${file}. Name the data folder of the server.`);
  }
  const from = await openSqliteEngine({ folder, now });
  try {
    const to = await openPostgresEngine({ url, now });
    try {
      return await copyData({ from, to, now, onProgress });
    } finally {
      await to.close();
    }
  } finally {
    await from.close();
  }
}
