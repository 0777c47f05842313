/**
 * Checks of options: those of all packages, and of strategies.
 */

import { createOptionChecks, type OptionChecks } from '@doorward/core';
import type { PassportStrategy } from './strategy.ts';

export const TIMEOUT_MS = { usual: 10_000, least: 100, most: 25_000 };

const checks: OptionChecks = createOptionChecks('passport/options-invalid');

export const wrong: OptionChecks['wrong'] = checks.wrong;
export const assertText: OptionChecks['assertText'] = checks.assertText;

/** An object, and nothing under a name that no option has. */
export function assertKnown(given: unknown, option: string, names: readonly string[]): asserts given is object {
  checks.assertObject(given, option, `there are ${names.join(', ')}`);
  checks.assertKnown(given, option, names);
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
  checks.assertWhole(timeoutMs, 'passport.timeoutMs', { unit: 'milliseconds', ...TIMEOUT_MS });
}
