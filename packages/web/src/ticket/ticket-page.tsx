/**
 * What the holder of a link chooses: a password, and at the set-up the names of the first owner.
 */

import { nameOf, type Redemption, type TicketInfo } from '@doorward/accounts';
import type { Problem } from '@doorward/core';
import type { Child } from 'hono/jsx';
import { FaultSummary } from '../fields.tsx';
import { NewPasswordFields, PASSWORD_FIELDS } from '../password-fields.tsx';
import { PROFILE_FIELDS, ProfileFields } from '../profile-fields.tsx';

export interface TicketFormProps {
  readonly action: string;
  readonly info: TicketInfo;
  readonly ticket: string;
  readonly typed: Omit<Redemption, 'password'>;
  readonly minLength: number;
  readonly fault: Problem | null;
}

export function ticketHeading({ purpose }: TicketInfo): string {
  return { 'set-up': 'Set up the first owner', invitation: 'Welcome', reset: 'Choose a new password' }[purpose];
}

export function TicketForm({ action, info, ticket, typed, minLength, fault }: TicketFormProps): Child {
  const { username = '', email = '', displayName = '' } = typed;
  const { user } = info;
  return (
    <form method="post" action={action}>
      <FaultSummary fault={fault} fields={[...(user === null ? PROFILE_FIELDS : []), ...PASSWORD_FIELDS]} />
      <input type="hidden" name="ticket" value={ticket} />
      {user === null ? (
        <>
          <p>Nobody owns this yet. Whoever does may do everything here, and manages all other users.</p>
          <ProfileFields typed={{ username, email, displayName }} fault={fault} />
        </>
      ) : (
        <>
          <p>
            {info.purpose === 'invitation' ? 'An account was made for ' : 'For the account of '}
            <strong>
              <bdi>{nameOf(user)}</bdi>
            </strong>
            {user.displayName !== null && (
              <>
                {' '}
                (<bdi>{user.username}</bdi>)
              </>
            )}
            . Choose its password.
          </p>
          <input type="text" value={user.username} autocomplete="username" hidden readonly />
        </>
      )}
      <NewPasswordFields minLength={minLength} fault={fault} />
      <button type="submit">{user === null ? 'Set up' : 'Set password and sign in'}</button>
    </form>
  );
}

export function GoneTicket({ login, problem }: { readonly login: string; readonly problem: Problem }): Child {
  return (
    <>
      <p>{problem.detail}</p>
      <p>If you have chosen your password already, sign in with it. Else ask whoever gave you the link for another.</p>
      <a class="button" href={login}>
        Go to the login page
      </a>
      <p class="code">
        {problem.status} · {problem.code}
      </p>
    </>
  );
}

export function TicketWaits({ login }: { readonly login: string }): Child {
  return (
    <>
      <p class="message wait" role="status">
        The account is waiting for approval. You can sign in when an owner has activated it.
      </p>
      <a class="button quiet" href={login}>
        Go to the login page
      </a>
    </>
  );
}
