/**
 * What the forms about keys send, read for the service.
 */

import { fault, type KeyChange } from '@doorward/accounts';
import type { Form } from '../form-body.ts';
import type { NoticeName } from '../notice.tsx';

const DAY_MS = 24 * 60 * 60 * 1000;

type Options = readonly (readonly [value: string, label: string])[];

/** Values are days. */
export const LIFETIMES: Options = [
  ['30', 'In 30 days'],
  ['90', 'In 90 days'],
  ['365', 'In one year'],
  ['never', 'Never'],
];
const DEFAULT_LIFETIME = '90';

/** Leaves the end of a key where it is. */
export const AS_IT_IS = 'as-it-is';

/** Values are seconds. */
export const OVERLAPS: Options = [
  ['0', 'No time at all'],
  ['86400', 'One day'],
  ['604800', 'Seven days'],
];
export const DEFAULT_OVERLAP = '86400';

/** What was typed into the form of a new key, to be shown again. */
export interface TypedKey {
  readonly name: string;
  readonly expiresAt: string;
  readonly roles: readonly string[];
  readonly permissions: string;
}

export const NO_KEY: TypedKey = { name: '', expiresAt: DEFAULT_LIFETIME, roles: [], permissions: '' };

export function typedKeyOf(form: Form): TypedKey {
  return {
    name: form.text('name'),
    expiresAt: form.has('expiresAt') ? form.text('expiresAt') : DEFAULT_LIFETIME,
    roles: form.list('roles'),
    permissions: form.text('permissions'),
  };
}

/** @throws AuthError `accounts/field-invalid` for a choice that there is not. */
export function expiryOf(choice: string, now: number): number | null {
  const lifetime = chosen(LIFETIMES, choice, 'expiresAt');
  return lifetime === 'never' ? null : now + Number(lifetime) * DAY_MS;
}

export function overlapOf(form: Form): number {
  return Number(
    chosen(OVERLAPS, form.has('overlapSeconds') ? form.text('overlapSeconds') : DEFAULT_OVERLAP, 'overlapSeconds'),
  );
}

/** One in a line, or with spaces or commas between them; nothing at all is no limit. */
export function permissionsOf(text: string): readonly string[] | null {
  const all = text.split(/[\s,]+/).filter((each) => each !== '');
  return all.length === 0 ? null : all;
}

/** What the form does not have stays as it is. */
export function keyChangeOf(form: Form, now: number): KeyChange {
  const choice = form.has('expiresAt') ? form.text('expiresAt') : AS_IT_IS;
  return {
    ...(form.has('name') ? { name: form.text('name') } : {}),
    ...(choice === AS_IT_IS ? {} : { expiresAt: expiryOf(choice, now) }),
    ...(form.has('status') ? { status: statusOf(form.text('status')) } : {}),
  };
}

export function statusOf(text: string): 'active' | 'disabled' {
  if (text === 'active' || text === 'disabled') return text;
  throw fault('accounts/field-invalid', 'Choose one of these.', 'status');
}

/** What a change of a key leads to saying. */
export function keyNotice({ status }: KeyChange): NoticeName {
  if (status === undefined) return 'saved';
  return status === 'disabled' ? 'key-disabled' : 'key-enabled';
}

function chosen(options: Options, choice: string, field: string): string {
  if (options.some(([value]) => value === choice)) return choice;
  throw fault('accounts/field-invalid', 'Choose one of these.', field);
}
