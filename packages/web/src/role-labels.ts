/**
 * Roles in words.
 */

import type { RoleInfo } from '@doorward/accounts';

/** The labels of roles that somebody holds, as one text. */
export function roleLabels(held: readonly string[], all: readonly RoleInfo[]): string {
  return held.map((role) => all.find(({ name }) => name === role)?.label ?? role).join(', ') || 'None';
}
