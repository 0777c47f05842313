/** A value now, or later. What is in memory answers now, so that the hot path has no promise. */
export type MaybePromise<T> = T | Promise<T>;

/** Runs `next` at once on a value, or after a promise. */
export function andThen<T, R>(value: MaybePromise<T>, next: (value: T) => MaybePromise<R>): MaybePromise<R> {
  return value instanceof Promise ? value.then(next) : next(value);
}
