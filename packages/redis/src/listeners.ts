/**
 * Who is told of removals in this process.
 */

import type { RecordChange } from '@doorward/core';

export interface Listeners {
  tell(change: RecordChange): void;
  subscribe(listener: (change: RecordChange) => void): () => void;
}

export function createListeners(onError: (error: unknown) => void): Listeners {
  const listeners = new Set<(change: RecordChange) => void>();
  return {
    tell(change) {
      for (const listener of listeners) {
        try {
          listener(change);
        } catch (error) {
          onError(error);
        }
      }
    },
    subscribe(given) {
      // Wrapped, so that one function that is given twice is told twice, and stops once for each.
      const listener = (change: RecordChange): void => given(change);
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
