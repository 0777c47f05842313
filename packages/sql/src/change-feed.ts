/**
 * Who is told of changes in this process, and until when nothing can have been missed.
 */

import { createLease, createListeners, type Listeners, type ListenersOptions } from '@doorward/core';

export type NotedChange = {
  readonly kind: 'session' | 'ticket' | 'user' | 'key' | 'setting';
  readonly key: string;
};

/** `all`: changes may have been missed. */
export type FeedChange = NotedChange | { readonly kind: 'all' };

export interface ChangeFeed extends Listeners<FeedChange> {
  /** True while changes by other processes are heard of within the length of a lease, which is 250 ms. */
  mayCache(): boolean;
  /** Everything up to this time, of `performance.now()`, has been heard. */
  heardUntil(time: number): void;
  /** Nothing is certain until the next {@link heardUntil}. */
  lost(): void;
}

export function createChangeFeed(options: ListenersOptions): ChangeFeed {
  const lease = createLease();
  return {
    mayCache: lease.holds,
    heardUntil: lease.heardUntil,
    lost: lease.lost,
    ...createListeners<FeedChange>(options),
  };
}
