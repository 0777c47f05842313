/**
 * When each key was last used: noted in memory with every request, and written once a minute.
 */

import type { DurableStore } from '@doorward/core';

export interface LastUse {
  note(id: string, at: number): void;
  /** Writes what is left. */
  close(): Promise<void>;
}

const WRITE_INTERVAL_MS = 60_000;

export function createLastUse(store: Pick<DurableStore, 'keysUsed'>, onError: (error: unknown) => void): LastUse {
  let noted = new Map<string, number>();

  /** What cannot be written is lost: nobody's request waits for it. */
  async function write(): Promise<void> {
    if (noted.size === 0) return;
    const batch = noted;
    noted = new Map();
    try {
      await store.keysUsed(batch);
    } catch (error) {
      onError(error);
    }
  }

  const timer = setInterval(() => void write(), WRITE_INTERVAL_MS);
  timer.unref();
  return {
    note: (id, at) => void noted.set(id, at),
    async close() {
      clearInterval(timer);
      await write();
    },
  };
}
