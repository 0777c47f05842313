/**
 * Who is told of changes in this process, and until when nothing can have been missed.
 */

import { createLease } from '@doorward/core';

export type NotedChange = {
  readonly kind: 'session' | 'ticket' | 'user' | 'key' | 'setting';
  readonly key: string;
};

/** `all`: changes may have been missed. */
export type FeedChange = NotedChange | { readonly kind: 'all' };

export interface ChangeFeed {
  /** True while changes by other processes are heard of within the length of a lease, which is 250 ms. */
  mayCache(): boolean;
  /** Everything up to this time, of `performance.now()`, has been heard. */
  heardUntil(time: number): void;
  /** Nothing is certain until the next {@link heardUntil}. */
  lost(): void;
  tell(change: FeedChange): void;
  subscribe(listener: (change: FeedChange) => void): () => void;
}

export interface ChangeFeedOptions {
  readonly onError: (error: unknown) => void;
  /** Called when the first listener comes, and when the last one goes. */
  readonly onListening?: (listening: boolean) => void;
}

export function createChangeFeed({ onError, onListening }: ChangeFeedOptions): ChangeFeed {
  const listeners = new Set<(change: FeedChange) => void>();
  const lease = createLease();
  return {
    mayCache: lease.holds,
    heardUntil: lease.heardUntil,
    lost: lease.lost,
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
      const listener = (change: FeedChange): void => given(change);
      listeners.add(listener);
      if (listeners.size === 1) onListening?.(true);
      return () => {
        if (listeners.delete(listener) && listeners.size === 0) onListening?.(false);
      };
    },
  };
}
