/**
 * Checks of single options. A message says which option it is, what is wrong, and what to give.
 */

import { AuthError } from '@doorward/core';
import { normalDn } from './dn.ts';
import { FilterProblem, type FilterTemplate, type FilterValue, parseFilter } from './filter-template.ts';

/** The error of an option, `problem` being what is wrong and the remedy. */
export function wrong(option: string, problem: string): AuthError {
  return new AuthError('ldap/options-invalid', `${option}: ${problem}`, { option });
}

/** Plain objects only: a RegExp or a Map in its place is a mistake that would match nothing, or too much. */
export function assertObject(value: unknown, option: string, remedy: string): asserts value is object {
  if (Object.prototype.toString.call(value) === '[object Object]') return;
  throw wrong(option, `is not an object; ${remedy}`);
}

export function assertText(value: unknown, option: string, remedy: string): asserts value is string {
  if (typeof value !== 'string') throw wrong(option, `is not a string; ${remedy}`);
  if (value.trim() === '') throw wrong(option, `is empty; ${remedy}`);
}

export function assertSwitch(value: unknown, option: string): asserts value is boolean {
  if (typeof value !== 'boolean') throw wrong(option, 'is not true or false; give one, or leave it out');
}

/** Refuses an option that is there under no name of `names`, which is spelled wrong most likely. */
export function assertKnown(given: object, option: string, names: readonly string[]): void {
  const unknown = Object.keys(given).find((name) => !names.includes(name));
  if (unknown === undefined) return;
  throw wrong(`${option}.${unknown}`, `there is no such option; there are ${names.join(', ')}`);
}

/** A distinguished name, as it was given. */
export function dnOf(value: unknown, option: string, example: string): string {
  const remedy = `give a distinguished name such as ${example}`;
  assertText(value, option, remedy);
  if (normalDn(value) === null) throw wrong(option, `is no distinguished name; ${remedy}`);
  return value;
}

/** RFC 4512 §1.4: a short name or numbers. */
export function attributeOf(value: unknown, option: string, example: string): string {
  const remedy = `give the name of an attribute, such as ${example}`;
  assertText(value, option, remedy);
  if (!/^(?:[a-z][a-z0-9-]*|\d+(?:\.\d+)+)$/i.test(value)) throw wrong(option, `is no name of an attribute; ${remedy}`);
  return value;
}

export function filterOf(value: unknown, option: string, values: readonly FilterValue[]): FilterTemplate {
  assertText(value, option, 'give a search filter, such as (uid={username})');
  try {
    return parseFilter(value, values);
  } catch (error) {
    throw error instanceof FilterProblem ? wrong(option, error.message) : error;
  }
}

/** One name of a role, or a list. */
export function roleNames(value: unknown, option: string, remedy: string): readonly string[] {
  const names: readonly unknown[] = Array.isArray(value) ? value : [value];
  return names.map((name) => {
    assertText(name, option, remedy);
    return name;
  });
}
