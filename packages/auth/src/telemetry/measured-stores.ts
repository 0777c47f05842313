/**
 * The opened stores, measured where they are outside this process.
 */

import type { Telemetry } from '@doorward/core';
import type { Stores } from '../open-stores.ts';
import type { ResolvedOptions } from '../option-schema.ts';

type StoreOptions = Pick<ResolvedOptions, 'store' | 'durableStore' | 'redisUrl' | 'databaseUrl'>;

/** `folder` is where SQLite keeps data; `null`: nowhere. */
export function measuredStores(
  stores: Stores,
  { options, folder }: { readonly options: StoreOptions; readonly folder: string | null },
  telemetry: Telemetry,
): Stores {
  const database = options.databaseUrl === undefined ? 'sqlite' : 'postgresql';
  const hasDatabase = folder !== null || options.databaseUrl !== undefined;
  const shared = options.redisUrl === undefined ? (hasDatabase ? database : null) : 'redis';
  const expiring = options.store === undefined ? shared : 'other';
  const durable = options.durableStore === undefined ? database : 'other';
  return {
    expiring: expiring === null ? stores.expiring : telemetry.stores.expiring(stores.expiring, expiring),
    durable: stores.durable === null ? null : telemetry.stores.durable(stores.durable, durable),
    close: stores.close,
  };
}
