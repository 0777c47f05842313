/**
 * Who is told of changes in this process.
 */

export interface Listeners<Change> {
  /** One that fails keeps no other from being told. */
  tell(change: Change): void;
  /** Answers what stops it. A function that is given twice is told twice, and stops once for each. */
  subscribe(listener: (change: Change) => void): () => void;
}

export interface ListenersOptions {
  /** Hears what a listener threw. */
  readonly onError: (error: unknown) => void;
  /** Called when the first listener comes, and when the last one goes. Default nothing. */
  readonly onListening?: ((listening: boolean) => void) | undefined;
}

/** For stores that hear of changes. */
export function createListeners<Change>({ onError, onListening }: ListenersOptions): Listeners<Change> {
  const listeners = new Set<(change: Change) => void>();
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
      // Wrapped, since a set holds a function once.
      const listener = (change: Change): void => given(change);
      listeners.add(listener);
      if (listeners.size === 1) onListening?.(true);
      return () => {
        if (listeners.delete(listener) && listeners.size === 0) onListening?.(false);
      };
    },
  };
}
