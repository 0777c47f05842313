/**
 * The stores that a configuration names: what `@doorward/auth` imports when they are asked for.
 */

import { existsSync, statfsSync } from 'node:fs';
import { dirname } from 'node:path';
import { AuthError } from '@doorward/core';
import { openPostgres } from './on-demand.ts';
import type { SqlStores } from './sql-stores.ts';
import { openSqlite } from './sqlite/open-sqlite.ts';

export interface StoresOptions {
  /** `postgres://…`; without one SQLite is used. */
  readonly databaseUrl?: string | undefined;
  /** Folder of the SQLite file; made when it is missing, and not those above it. */
  readonly dataFolder: string;
  readonly now?: () => number;
  /** Told of what fails in the background. */
  readonly onError?: (error: unknown) => void;
  readonly log?: { warn(message: string): void };
}

/** @throws AuthError `sql/url-invalid` for another scheme; and what `openSqlite` and `openPostgres` throw. */
export async function openStores({ databaseUrl, dataFolder, log, ...options }: StoresOptions): Promise<SqlStores> {
  if (databaseUrl !== undefined) {
    if (!/^postgres(ql)?:\/\//i.test(databaseUrl)) {
      throw new AuthError('sql/url-invalid', 'The database URL begins with neither postgres:// nor postgresql://.');
    }
    return openPostgres({ url: databaseUrl, ...options });
  }
  if (isNetworkShare(existsSync(dataFolder) ? dataFolder : dirname(dataFolder))) {
    log?.warn(
      `${dataFolder} is on a network share: SQLite is safe there for one machine at a time. Several need PostgreSQL.`,
    );
  }
  return openSqlite({ folder: dataFolder, ...options });
}

/** Of Linux: NFS, SMB, CIFS, SMB2. @see https://man7.org/linux/man-pages/man2/statfs.2.html */
const NETWORK_TYPES = [0x6969, 0x517b, 0xff534d42, 0xfe534d42];

function isNetworkShare(folder: string): boolean {
  try {
    return process.platform === 'linux' && NETWORK_TYPES.includes(statfsSync(folder).type);
  } catch {
    return false;
  }
}
