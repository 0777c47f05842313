/**
 * Checks of single options. A message says which option it is, what is wrong, and what to give.
 */

import { AuthError } from '@doorward/core';

/** The error of an option, `problem` being what is wrong and the remedy. */
export function wrong(option: string, problem: string): AuthError {
  return new AuthError('jwt/options-invalid', `${option}: ${problem}`, { option });
}

/** Plain objects only: a RegExp or a Map in its place is a mistake that would match nothing, or too much. */
export function assertObject(value: unknown, option: string, remedy: string): asserts value is object {
  if (Object.prototype.toString.call(value) === '[object Object]') return;
  throw wrong(option, `is not an object; ${remedy}`);
}

export function assertText(value: unknown, option: string, remedy: string): asserts value is string {
  if (typeof value !== 'string') throw wrong(option, `is not a string; ${remedy}`);
  if (value === '') throw wrong(option, `is empty; ${remedy}`);
}

export function assertTexts(value: unknown, option: string, remedy: string): asserts value is readonly string[] {
  if (!Array.isArray(value) || value.length === 0) throw wrong(option, `is no list, or an empty one; ${remedy}`);
  for (const each of value) assertText(each, option, remedy);
}

export function assertSeconds(
  value: unknown,
  option: string,
  { least, most }: { readonly least: number; readonly most: number },
): void {
  if (Number.isInteger(value) && Number(value) >= least && Number(value) <= most) return;
  throw wrong(option, `is not a whole number of seconds from ${least} to ${most}; give one, or leave it out`);
}
