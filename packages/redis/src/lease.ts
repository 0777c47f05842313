/**
 * Until when this process may use what it remembers, on a clock that nobody sets.
 */

/** For how long what was heard is good, in milliseconds. */
export const LEASE_MS = 250;

export interface Lease {
  holds(): boolean;
  /** Everything up to this time, of `performance.now()`, has been heard. */
  heardUntil(time: number): void;
  /** Nothing is certain until the next {@link heardUntil}. */
  lost(): void;
}

export function createLease(): Lease {
  let until = -Infinity;
  return {
    holds: () => performance.now() < until,
    heardUntil(time) {
      until = time + LEASE_MS;
    },
    lost() {
      until = -Infinity;
    },
  };
}
