/**
 * Callbacks that wait for their provider. Each counts once at a time, and of one provider only so many wait: whoever
 * begins sign-ins could else have this server ask a slow provider without end.
 */

export interface CallbacksUnderWay {
  /**
   * Runs the work of one callback. `under-way`: one with this state is waiting already; `full`: too many of this provider
   * are, and this one was not begun.
   */
  run<T>(provider: string, state: string, work: () => Promise<T>): Promise<T | 'under-way' | 'full'>;
}

/** With a provider that answers in a tenth of a second these are a thousand sign-ins a second. */
const MOST = 100;

export function createCallbacksUnderWay(): CallbacksUnderWay {
  const waiting = new Map<string, Set<string>>();
  return {
    async run(provider, state, work) {
      const states = waiting.get(provider) ?? new Set();
      if (states.has(state)) return 'under-way';
      if (states.size >= MOST) return 'full';
      waiting.set(provider, states.add(state));
      try {
        return await work();
      } finally {
        states.delete(state);
      }
    },
  };
}
