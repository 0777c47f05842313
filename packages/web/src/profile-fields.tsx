/**
 * The names of a user, as every form of ours asks for them.
 */

import type { Profile } from '@doorward/accounts';
import type { Problem } from '@doorward/core';
import type { Child } from 'hono/jsx';
import { Field } from './fields.tsx';

export const PROFILE_FIELDS = ['username', 'email', 'displayName'] as const;

export interface ProfileFieldsProps {
  readonly typed: Profile;
  readonly fault: Problem | null;
  /** True where people fill in their own. */
  readonly isOwn?: boolean;
}

export function ProfileFields({ typed, fault, isOwn = true }: ProfileFieldsProps): Child {
  const own = (name: string): string => (isOwn ? name : 'off');
  return (
    <>
      <Field
        name="username"
        label="Username"
        value={typed.username}
        autocomplete={own('username')}
        isRequired
        isName
        fault={fault}
      />
      <Field
        name="email"
        label="E-mail (optional)"
        type="email"
        value={typed.email ?? ''}
        autocomplete={own('email')}
        isName
        fault={fault}
      />
      <Field
        name="displayName"
        label="Display name (optional)"
        value={typed.displayName ?? ''}
        autocomplete={own('name')}
        hint="Shown in place of the username."
        fault={fault}
      />
    </>
  );
}
