/**
 * Checks of options. A message says which option it is, what is wrong, and what to give.
 */

import { AuthError } from '@doorward/core';
import type { PassportStrategy } from './strategy.ts';

export const TIMEOUT_MS = { usual: 10_000, least: 100, most: 25_000 };

/** The error of an option, `problem` being what is wrong and the remedy. */
export function wrong(option: string, problem: string): AuthError {
  return new AuthError('passport/options-invalid', `${option}: ${problem}`, { option });
}

/** Refuses an option that is there under no name of `names`, which is spelled wrong most likely. */
export function assertKnown(given: unknown, option: string, names: readonly string[]): asserts given is object {
  if (Object.prototype.toString.call(given) !== '[object Object]') {
    throw wrong(option, `is not an object; there are ${names.join(', ')}`);
  }
  const unknown = Object.keys(given as object).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  throw wrong(`${option}.${unknown}`, `there is no such option; there are ${names.join(', ')}`);
}

export function assertText(value: unknown, option: string, remedy: string): asserts value is string {
  if (typeof value !== 'string') throw wrong(option, `is not a string; ${remedy}`);
  if (value === '') throw wrong(option, `is empty; ${remedy}`);
}

export function assertId(value: unknown): asserts value is string {
  if (typeof value === 'string' && /^[a-z0-9-]{1,32}$/.test(value)) return;
  throw wrong('passport.id', 'give 1 to 32 lower-case letters, digits and "-"; it stands in addresses and sessions');
}

export function assertStrategy(value: unknown): asserts value is PassportStrategy {
  if (typeof value === 'function')
    throw wrong('passport.strategy', 'is a class; give one made by it, "new Strategy(…)"');
  if (typeof (value as PassportStrategy | null | undefined)?.authenticate === 'function') return;
  throw wrong('passport.strategy', 'has no method authenticate; give what passport.use takes, not its name');
}

export function assertMapping(value: unknown): void {
  if (typeof value === 'function') return;
  throw wrong('passport.identity', "is not a function; give one from the strategy's user to { subject, roles }");
}

export function assertTimeout(timeoutMs: number): void {
  const { least, most } = TIMEOUT_MS;
  if (Number.isInteger(timeoutMs) && timeoutMs >= least && timeoutMs <= most) return;
  throw wrong('passport.timeoutMs', `is not a whole number of milliseconds from ${least} to ${most}; give one`);
}
