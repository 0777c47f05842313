/**
 * The form for signing up, and what comes after it.
 */

import type { Profile } from '@doorward/accounts';
import type { Problem } from '@doorward/core';
import type { Child } from 'hono/jsx';
import { FaultSummary } from '../fields.tsx';
import { NewPasswordFields, PASSWORD_FIELDS } from '../password-fields.tsx';
import { PROFILE_FIELDS, ProfileFields } from '../profile-fields.tsx';

export interface SignUpFormProps {
  readonly action: string;
  readonly login: string;
  readonly typed: Profile;
  readonly minLength: number;
  readonly fault: Problem | null;
}

export function SignUpForm({ action, login, typed, minLength, fault }: SignUpFormProps): Child {
  return (
    <form method="post" action={action}>
      <FaultSummary fault={fault} fields={[...PROFILE_FIELDS, ...PASSWORD_FIELDS]} />
      <ProfileFields typed={typed} fault={fault} />
      <NewPasswordFields minLength={minLength} fault={fault} />
      <button type="submit">Sign up</button>
      <p class="hint">
        You have an account? <a href={login}>Sign in</a>
      </p>
    </form>
  );
}

export function SignedUp({ login, isWaiting }: { readonly login: string; readonly isWaiting: boolean }): Child {
  return (
    <>
      <p class={`message ${isWaiting ? 'wait' : 'notice'}`} role="status">
        {isWaiting
          ? 'It is waiting for approval. You can sign in when an owner has activated it.'
          : 'You can sign in now.'}
      </p>
      <a class={isWaiting ? 'button quiet' : 'button'} href={login}>
        Go to the login page
      </a>
    </>
  );
}
