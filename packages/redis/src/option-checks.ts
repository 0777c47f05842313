/**
 * Checks of single options. A message says which option it is, what is wrong, and what to give.
 */

import { AuthError } from '@doorward/core';

/** The error of an option, `problem` being what is wrong and the remedy. */
export function wrong(option: string, problem: string): AuthError {
  return new AuthError('redis/options-invalid', `${option}: ${problem}`, { option });
}

/** Plain objects only: a Map in its place is a mistake of which nothing would be read. */
export function assertObject(value: unknown, option: string, remedy: string): asserts value is object {
  if (Object.prototype.toString.call(value) === '[object Object]') return;
  throw wrong(option, `is not an object; ${remedy}`);
}

export function assertText(value: unknown, option: string, remedy: string): asserts value is string {
  if (typeof value !== 'string') throw wrong(option, `is not a string; ${remedy}`);
  if (value.trim() === '') throw wrong(option, `is empty; ${remedy}`);
}

/** Refuses an option that is there under no name of `names`, which is spelled wrong most likely. */
export function assertKnown(given: object, option: string, names: readonly string[]): void {
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  throw wrong(`${option}.${unknown}`, `there is no such option; there are ${names.join(', ')}`);
}
