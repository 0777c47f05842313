/**
 * A new password, twice, with what is asked of it.
 */

import { fault } from '@doorward/accounts';
import type { Problem } from '@doorward/core';
import type { Child } from 'hono/jsx';
import { PasswordField } from './fields.tsx';
import type { Form } from './form-body.ts';

export const PASSWORD_FIELDS = ['password', 'repeat'] as const;

export interface NewPasswordProps {
  readonly minLength: number;
  readonly fault: Problem | null;
}

export function NewPasswordFields({ minLength, fault }: NewPasswordProps): Child {
  return (
    <>
      <PasswordField name="password" label="New password" isNew hint={passwordHint(minLength)} fault={fault} />
      <PasswordField name="repeat" label="New password again" isNew fault={fault} />
    </>
  );
}

/** What a person is told before choosing. */
export function passwordHint(minLength: number): string {
  return `At least ${minLength} characters. A few words that do not belong together are easy to remember.`;
}

/** The password has to be typed the same way twice. */
export function assertRepeated(form: Form): void {
  if (form.text('password') === form.text('repeat')) return;
  throw fault('accounts/password-mismatch', 'Type the new password the same way twice.', 'repeat');
}
