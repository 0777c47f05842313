/**
 * The parts of a user's page that are more than names: password, status.
 */

import type { Child } from 'hono/jsx';
import { PasswordField } from '../fields.tsx';
import { passwordHint } from '../password-fields.tsx';
import type { UserDetailsProps } from './user-page.tsx';

export function PasswordCard(props: UserDetailsProps): Child {
  return (
    <section class="card split" aria-labelledby="password-heading">
      <header>
        <h2 id="password-heading">Password</h2>
        <p>With a link nobody but the user ever knows the password.</p>
      </header>
      <div class="body">{props.isOwn ? <OwnPassword {...props} /> : <OthersPassword {...props} />}</div>
    </section>
  );
}

const OwnPassword = ({ account }: UserDetailsProps) => (
  <a class="button quiet" href={`${account}/password`}>
    Change your password
  </a>
);

const OthersPassword = ({ path, user, minLength, fault }: UserDetailsProps) => (
  <>
    {user.status !== 'disabled' && (
      <form method="post" action={`${path}/reset`} class="actions">
        <button type="submit" class="quiet">
          Make a link for a new password
        </button>
      </form>
    )}
    <details open={fault?.field === 'password'}>
      <summary>Or set a password yourself</summary>
      <form method="post" action={path}>
        <input type="text" value={user.username} autocomplete="username" hidden readonly />
        <PasswordField name="password" label="New password" isNew hint={passwordHint(minLength)} fault={fault} />
        <p class="hint field">It signs the user out everywhere, and has to be changed at the next sign-in.</p>
        <div class="actions">
          <button type="submit" class="quiet">
            Set password
          </button>
        </div>
      </form>
    </details>
  </>
);

export function StatusCard({ path, user }: UserDetailsProps): Child {
  const isActive = user.status === 'active';
  return (
    <section class="card split" aria-labelledby="status-heading">
      <header>
        <h2 id="status-heading">Status</h2>
        <p>{STATUS_TEXTS[user.status]}</p>
      </header>
      <form class="body actions" method="post" action={path}>
        {!isActive && (
          <button type="submit" name="status" value="active">
            Activate
          </button>
        )}
        {user.status !== 'disabled' && (
          <button type="submit" name="status" value="disabled" class="quiet danger">
            Disable
          </button>
        )}
      </form>
    </section>
  );
}

const STATUS_TEXTS = {
  active: 'The user can sign in. Disabling ends that at once, and keeps the account.',
  pending: 'The user cannot sign in before somebody activates the account.',
  disabled: 'The user cannot sign in. Links for a new password do not work either.',
} as const;
