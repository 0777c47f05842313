/**
 * Until when this process may use what it remembers, on a clock that nobody sets.
 */

/** For how long what was heard of other processes is good, in milliseconds. */
export const LEASE_MS = 250;

/** For stores that several processes share: what is remembered may be used while it holds. */
export interface Lease {
  holds(): boolean;
  /** Everything up to this time, of `performance.now()`, has been heard. */
  heardUntil(time: number): void;
  /** Nothing is certain until the next {@link heardUntil}. */
  lost(): void;
}

/** Does not hold before the first {@link Lease.heardUntil}. */
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
