/**
 * Values in memory that have parts in common: a person with several sessions is kept once.
 */

/** The method of a value that can share. Its argument is the value of another record of the same owner. */
export const SHARE: unique symbol = Symbol('share');

interface Sharing {
  /** An equal value, of whose parts those are the other one's that are equal there. */
  [SHARE](other: unknown): unknown;
}

/** The value itself when it has no {@link SHARE}. */
export function sharedWith(value: unknown, other: unknown): unknown {
  return isSharing(value) ? value[SHARE](other) : value;
}

function isSharing(value: unknown): value is Sharing {
  return typeof value === 'object' && value !== null && SHARE in value;
}
