/**
 * Checks of options: those of all packages, and of what directories are asked by.
 */

import { createOptionChecks, type OptionChecks } from '@doorward/core';
import { normalDn } from './dn.ts';
import { FilterProblem, type FilterTemplate, type FilterValue, parseFilter } from './filter-template.ts';

const checks: OptionChecks = createOptionChecks('ldap/options-invalid');

export const wrong: OptionChecks['wrong'] = checks.wrong;
export const assertObject: OptionChecks['assertObject'] = checks.assertObject;
export const assertText: OptionChecks['assertText'] = checks.assertText;
export const assertSwitch: OptionChecks['assertSwitch'] = checks.assertSwitch;
export const assertWhole: OptionChecks['assertWhole'] = checks.assertWhole;
export const assertKnown: OptionChecks['assertKnown'] = checks.assertKnown;
export const authoritiesOf: OptionChecks['authoritiesOf'] = checks.authoritiesOf;

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
