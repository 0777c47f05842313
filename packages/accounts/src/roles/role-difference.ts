/**
 * What a change of a role comes to, in words for the audit log.
 */

import type { CustomRole } from './custom-role.ts';

/** What a new role gives. */
export function describeRole(role: CustomRole): string {
  return differenceOf({ ...role, label: '', description: '', permissions: [], inherits: [] }, role) || 'nothing';
}

/** `''` when nothing changed. */
export function differenceOf(before: CustomRole, after: CustomRole): string {
  return [
    ...signed(before.permissions, after.permissions),
    ...signed(before.inherits, after.inherits).map((each) => `inherits ${each}`),
    ...(['label', 'description'] as const).filter((field) => before[field] !== after[field]),
  ].join(', ');
}

const signed = (before: readonly string[], after: readonly string[]): readonly string[] => [
  ...after.filter((each) => !before.includes(each)).map((each) => `+${each}`),
  ...before.filter((each) => !after.includes(each)).map((each) => `-${each}`),
];
