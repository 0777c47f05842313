/**
 * Removes records so that everybody knows: listeners here at once, other instances before the removal resolves.
 */

import {
  type Acknowledgements,
  createAcknowledgements,
  type Listeners,
  type RecordChange,
  type RecordKind,
} from '@doorward/core';
import type { RemovalMessage } from './removal-message.ts';

export interface Removed {
  readonly keys: readonly string[];
  /** Who remembers records at that moment. */
  readonly instances: readonly string[];
}

export interface Removals {
  /** `ask` removes under the given id. Nobody remembers tickets, so only sessions wait. */
  run<T extends Removed>(kind: RecordKind, ask: (id: string) => Promise<T>): Promise<T>;
  /** A removal by this instance, as the channel says it. */
  heardOwn(message: RemovalMessage): void;
  readonly acknowledgements: Acknowledgements;
}

export interface RemovalsParts {
  readonly instance: string;
  readonly listeners: Listeners<RecordChange>;
}

export function createRemovals({ instance, listeners }: RemovalsParts): Removals {
  const acknowledgements = createAcknowledgements();
  /** Ids whose answer did not come yet. What is not among them was told, or its answer never came. */
  const asked = new Set<string>();
  const told = new Set<string>();
  let last = 0;

  function tell(kind: RecordKind, keys: readonly string[]): void {
    for (const key of keys) listeners.tell({ kind, key });
  }

  return {
    acknowledgements,
    async run(kind, ask) {
      last += 1;
      const id = `${last}`;
      const acknowledgement = acknowledgements.expect(id);
      asked.add(id);
      try {
        const removed = await ask(id);
        if (asked.delete(id) && removed.keys.length > 0) {
          tell(kind, removed.keys);
          note(told, id);
        }
        const others = removed.instances.filter((other) => other !== instance);
        if (kind === 'session') await acknowledgement.of(others);
        return removed;
      } finally {
        asked.delete(id);
        acknowledgement.end();
      }
    },
    heardOwn({ id, kind, keys }) {
      if (told.delete(id)) return;
      // The message was faster than the answer, or the answer was lost.
      asked.delete(id);
      tell(kind, keys);
    },
  };
}

/** Messages that get lost must not fill the memory; telling twice does no harm. */
const MAX_TOLD = 1000;

function note(told: Set<string>, id: string): void {
  told.add(id);
  const [oldest] = told;
  if (told.size > MAX_TOLD && oldest !== undefined) told.delete(oldest);
}
