/**
 * Opens what the options say data is kept in.
 */

import { createMemoryStore, type DurableStore, type ExpiringStore } from '@doorward/core';
import { loadPackage } from './load-package.ts';
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
  const what = options.databaseUrl === undefined ? 'A data folder' : 'databaseUrl';
  const sql = await loadPackage('@doorward/sql', what, () => import('@doorward/sql'));
  return sql.openStores(options);
}
