/**
 * Changing one's own password, with the current one.
 */

import type { Problem } from '@doorward/core';
import type { Child } from 'hono/jsx';
import { FaultSummary, PasswordField } from '../fields.tsx';
import { NewPasswordFields, PASSWORD_FIELDS } from '../password-fields.tsx';

export interface PasswordFormProps {
  readonly action: string;
  /** For the browser, which files the new password under it. */
  readonly username: string;
  readonly minLength: number;
  /** Nothing else is possible before it. */
  readonly mustChange: boolean;
  readonly fault: Problem | null;
}

export function PasswordForm({ action, username, minLength, mustChange, fault }: PasswordFormProps): Child {
  return (
    <>
      {mustChange && fault === null && (
        <p class="message wait" role="status">
          Somebody else knows your password. Choose one of your own, and go on.
        </p>
      )}
      <FaultSummary fault={fault} fields={['current', ...PASSWORD_FIELDS]} />
      <section class="card split">
        <header>
          <h2>New password</h2>
          <p>Every other session of yours ends. This browser stays signed in.</p>
        </header>
        <form class="body" method="post" action={action}>
          <input type="text" name="username" value={username} autocomplete="username" hidden readonly />
          <PasswordField name="current" label="Current password" isNew={false} fault={fault} />
          <NewPasswordFields minLength={minLength} fault={fault} />
          <div class="actions">
            <button type="submit">Change password</button>
          </div>
        </form>
      </section>
    </>
  );
}
