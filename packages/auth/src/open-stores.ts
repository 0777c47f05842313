/**
 * Opens what the options say data is kept in.
 */

import { AuthError, createMemoryStore, type DurableStore, type ExpiringStore } from '@doorward/core';
import { openRedis } from './open-redis.ts';
import type { ResolvedOptions } from './option-schema.ts';

export interface Stores {
  readonly expiring: ExpiringStore;
  /** `null` when nothing has to last. */
  readonly durable: DurableStore | null;
  close(): Promise<void>;
}

/** @throws AuthError `auth/package-missing`, and those of `@doorward/sql` and `@doorward/redis`. */
export async function openStores(
  options: ResolvedOptions,
  folder: string | null,
  onError: (error: unknown) => void,
): Promise<Stores> {
  const { store, durableStore, databaseUrl, now = Date.now } = options;
  const needsDatabase =
    (folder !== null || databaseUrl !== undefined) && (store === undefined || durableStore === undefined);
  const sql = needsDatabase ? await openSql({ databaseUrl, dataFolder: folder ?? '', now, onError }) : null;
  const redis = await openRedis(options, onError).catch(async (error: unknown) => {
    await sql?.close();
    throw error;
  });
  const shared = redis === null || options.accounts === false ? redis : besideAccounts(redis, sql?.expiring);
  const expiring = store ?? shared ?? sql?.expiring ?? createMemoryStore({ now });
  const durable = durableStore ?? sql?.durable ?? null;
  return {
    expiring,
    durable,
    async close() {
      await expiring.close();
      await durable?.close();
      await sql?.close();
    },
  };
}

/** What is remembered of people is also the database's to doubt: of their changes Redis knows nothing. */
function besideAccounts(redis: ExpiringStore, database: ExpiringStore | undefined): ExpiringStore {
  if (database === undefined) return redis;
  return { ...redis, mayCache: () => redis.mayCache() && database.mayCache() };
}

type SqlOptions = Parameters<typeof import('@doorward/sql')['openStores']>[0];

async function openSql(options: SqlOptions) {
  let sql: typeof import('@doorward/sql');
  try {
    sql = await import('@doorward/sql');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ERR_MODULE_NOT_FOUND') throw error;
    const what = options.databaseUrl === undefined ? 'A data folder' : 'databaseUrl';
    throw new AuthError(
      'auth/package-missing',
      `${what} needs a package that is not there: npm install @doorward/sql`,
      {
        cause: error,
      },
    );
  }
  return sql.openStores(options);
}
