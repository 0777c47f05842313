/**
 * The status of a user, in words.
 */

import type { UserStatus } from '@doorward/core';
import type { JSX } from 'hono/jsx/jsx-runtime';

export const STATUSES: Readonly<Record<UserStatus, string>> = {
  active: 'Active',
  pending: 'Waiting for approval',
  disabled: 'Disabled',
};

/** The status that a form or an address names, if it is one. */
export function statusOf(text: string): UserStatus | undefined {
  return Object.hasOwn(STATUSES, text) ? (text as UserStatus) : undefined;
}

export function StatusBadge({ status }: { readonly status: UserStatus }): JSX.Element {
  return <span class={`badge ${status}`}>{STATUSES[status]}</span>;
}
