/**
 * Before an account is connected with somebody elsewhere, its holder proves that it is he: the new way in would outlast
 * a session that somebody took over.
 */

import type { Problem } from '@doorward/core';
import type { Child } from 'hono/jsx';
import { FaultSummary, PasswordField } from '../fields.tsx';

export interface ConnectFormProps {
  readonly action: string;
  /** The provider, for people. */
  readonly provider: string;
  /** For the browser, which fills in the password. */
  readonly username: string;
  readonly hasPassword: boolean;
  readonly fault: Problem | null;
}

export function ConnectForm({ action, provider, username, hasPassword, fault }: ConnectFormProps): Child {
  return (
    <>
      <FaultSummary fault={fault} fields={['current']} />
      <section class="card split">
        <header>
          <h2>Sign in there</h2>
          <p>You go to {provider}, sign in there, and come back. From then on both ways lead to this account.</p>
        </header>
        <form class="body" method="post" action={action}>
          {hasPassword && (
            <>
              <input type="text" name="username" value={username} autocomplete="username" hidden readonly />
              <PasswordField name="current" label="Your password here" isNew={false} fault={fault} />
            </>
          )}
          <div class="actions">
            <button type="submit">Go to {provider}</button>
          </div>
        </form>
      </section>
    </>
  );
}
