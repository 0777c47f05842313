/**
 * Checks of options: those of all packages, and of lists.
 */

import { createOptionChecks, type OptionChecks } from '@doorward/core';

const checks: OptionChecks = createOptionChecks('jwt/options-invalid');

export const wrong: OptionChecks['wrong'] = checks.wrong;
export const assertObject: OptionChecks['assertObject'] = checks.assertObject;
export const assertText: OptionChecks['assertText'] = checks.assertText;
export const assertWhole: OptionChecks['assertWhole'] = checks.assertWhole;

export function assertTexts(value: unknown, option: string, remedy: string): asserts value is readonly string[] {
  if (!Array.isArray(value) || value.length === 0) throw wrong(option, `is no list, or an empty one; ${remedy}`);
  for (const each of value) assertText(each, option, remedy);
}
