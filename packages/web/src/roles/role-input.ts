/**
 * What the forms about roles send, read for the service.
 */

import type { RoleChange, RoleInfo } from '@doorward/accounts';
import { hashSecret, type Problem } from '@doorward/core';
import type { Form } from '../form-body.ts';

/** What was typed into the form of a role, to be shown again. */
export interface TypedRole {
  readonly name: string;
  readonly label: string;
  readonly description: string;
  readonly permissions: string;
  readonly inherits: readonly string[];
}

export const NO_ROLE: TypedRole = { name: '', label: '', description: '', permissions: '', inherits: [] };

export function typedRoleOf(form: Form): TypedRole {
  return {
    name: form.text('name').trim(),
    label: form.text('label'),
    description: form.text('description'),
    permissions: form.text('permissions'),
    inherits: form.list('inherits'),
  };
}

/** A role as its form shows it. */
export function shownRoleOf({ name, label, description, permissions, inherits }: RoleInfo): TypedRole {
  return { name, label, description, permissions: permissions.join('\n'), inherits };
}

export function roleChangeOf({ label, description, permissions, inherits }: TypedRole): Required<RoleChange> {
  const listed = permissions.split(/[\s,]+/).filter((each) => each !== '');
  return { label, description, permissions: listed, inherits };
}

/** Goes with the form: what was shown when it was opened. */
export function stateOf(role: RoleInfo): string {
  return hashSecret(JSON.stringify(shownRoleOf(role)));
}

/** A form that was open for an hour would give back a permission that was taken meanwhile. */
export const CHANGED_MEANWHILE: Problem = {
  status: 409,
  code: 'web/changed-meanwhile',
  title: 'The role was changed meanwhile',
  detail: 'Below stands what you wrote. Compare it with the list of roles, and save it again to replace that.',
};
