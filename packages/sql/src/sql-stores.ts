/**
 * Both stores on one database.
 */

import type { DurableStore, ExpiringStore } from '@doorward/core';
import type { Engine } from './engine.ts';
import { createDurableStore } from './store/durable-store.ts';
import { createExpiringStore } from './store/expiring-store.ts';
import { sweep } from './store/sweep.ts';

export interface SqlStores {
  readonly expiring: ExpiringStore;
  readonly durable: DurableStore;
  /** Writes what is left to write, and closes both. */
  close(): Promise<void>;
}

export interface SqlStoresOptions {
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

/** How often rows are looked for that are over. */
const SWEEP_INTERVAL_MS = 60_000;

export function createSqlStores(engine: Engine, { now, onError }: SqlStoresOptions): SqlStores {
  const open = new Set(['expiring', 'durable']);
  let closed: Promise<void> | undefined;
  const closing = new AbortController();
  let sweeping: Promise<void> | undefined;
  const timer = setInterval(() => {
    // A large one takes longer than this.
    sweeping ??= sweep(engine, now, closing.signal)
      .catch(onError)
      .finally(() => {
        sweeping = undefined;
      });
  }, SWEEP_INTERVAL_MS).unref();

  /** The connections are closed with the second of the two. */
  async function closeOne(name: string): Promise<void> {
    open.delete(name);
    if (open.size > 0) return;
    clearInterval(timer);
    closing.abort();
    closed ??= Promise.resolve(sweeping).then(() => engine.close());
    await closed;
  }

  const durable = createDurableStore(engine, () => closeOne('durable'));
  const expiring = createExpiringStore(engine, { now, onError, close: () => closeOne('expiring') });
  return {
    expiring,
    durable,
    async close() {
      await expiring.close();
      await durable.close();
    },
  };
}
