/**
 * The form for a new user.
 */

import type { RoleInfo } from '@doorward/accounts';
import type { Problem } from '@doorward/core';
import type { Child } from 'hono/jsx';
import { Choices, FaultSummary, PasswordField, Select } from '../fields.tsx';
import { passwordHint } from '../password-fields.tsx';
import { PROFILE_FIELDS, ProfileFields } from '../profile-fields.tsx';
import { RoleBoxes } from '../role-boxes.tsx';
import { STATUSES } from './status.tsx';

/** What was typed, to be shown again; never a password. */
export interface TypedUser {
  readonly username: string;
  readonly email: string;
  readonly displayName: string;
  readonly roles: readonly string[];
  readonly status: string;
  readonly access: 'invitation' | 'password';
}

export interface NewUserFormProps {
  readonly here: string;
  readonly typed: TypedUser;
  readonly roles: readonly RoleInfo[];
  readonly grantable: readonly string[];
  readonly minLength: number;
  readonly fault: Problem | null;
}

export function NewUserForm(props: NewUserFormProps): Child {
  const { here, typed, roles, grantable, fault } = props;
  return (
    <>
      <FaultSummary fault={fault} fields={[...PROFILE_FIELDS, 'status', 'password']} />
      <form method="post" action={`${here}/new`}>
        <section class="card split" aria-labelledby="who">
          <header>
            <h2 id="who">Profile</h2>
            <p>The user can change all of it later.</p>
          </header>
          <div class="body">
            <ProfileFields typed={typed} fault={fault} isOwn={false} />
          </div>
        </section>
        <section class="card split" aria-labelledby="rights">
          <header>
            <h2 id="rights">Rights</h2>
            <p>What the user may do here.</p>
          </header>
          <div class="body">
            <RoleBoxes all={roles} grantable={grantable} chosen={typed.roles} fault={fault} />
            <Select name="status" label="Status" value={typed.status} options={STATUS_OPTIONS} fault={fault} />
          </div>
        </section>
        <AccessCard {...props} />
        <div class="actions">
          <button type="submit">Create user</button>
          <a class="button quiet" href={here}>
            Cancel
          </a>
        </div>
      </form>
    </>
  );
}

const STATUS_OPTIONS = [
  ['active', STATUSES.active],
  ['pending', STATUSES.pending],
] as const;

const AccessCard = ({ typed, minLength, fault }: NewUserFormProps) => (
  <section class="card split" aria-labelledby="access">
    <header>
      <h2 id="access">First sign-in</h2>
      <p>With a link nobody but the user ever knows the password.</p>
    </header>
    <div class="body">
      <Choices
        name="access"
        label="How does the user sign in at first?"
        type="radio"
        fault={fault}
        choices={[
          {
            id: 'invite',
            value: 'invitation',
            label: 'By an invitation link',
            hint: 'It works once, within seven days. You see it on the next page.',
            isChosen: typed.access === 'invitation',
          },
          {
            value: 'password',
            label: 'With a password that I choose',
            hint: 'The user has to choose another one at the first sign-in.',
            isChosen: typed.access === 'password',
          },
        ]}
      />
      <div class="own-password">
        <PasswordField
          name="password"
          label="Password"
          isNew
          isRequired={false}
          hint={passwordHint(minLength)}
          fault={fault}
        />
      </div>
    </div>
  </section>
);
