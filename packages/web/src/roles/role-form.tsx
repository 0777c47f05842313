/**
 * The form of a role, new or not, and the question before one is deleted.
 */

import type { RoleInfo } from '@doorward/accounts';
import type { Problem } from '@doorward/core';
import type { Child } from 'hono/jsx';
import { DeleteActions } from '../deletion.tsx';
import { Choices, FaultSummary, Field, TextArea } from '../fields.tsx';
import type { TypedRole } from './role-input.ts';

export interface RoleFormProps {
  /** Where the form goes. */
  readonly path: string;
  /** Path of the list. */
  readonly list: string;
  readonly typed: TypedRole;
  /** What was shown when the form was opened; `null` for a new role. */
  readonly state: string | null;
  readonly roles: readonly RoleInfo[];
  readonly fault: Problem | null;
}

export function RoleForm(props: RoleFormProps): Child {
  const { path, list, state, fault } = props;
  const isNew = state === null;
  return (
    <>
      <FaultSummary fault={fault} fields={['name', 'label', 'description', 'permissions']} />
      <form method="post" action={path}>
        {!isNew && <input type="hidden" name="was" value={state} />}
        <AboutCard {...props} />
        <PermissionsCard {...props} />
        <div class="actions">
          <button type="submit">{isNew ? 'Create role' : 'Save'}</button>
          <a class="button quiet" href={list}>
            Cancel
          </a>
        </div>
      </form>
    </>
  );
}

const AboutCard = ({ typed, state, fault }: RoleFormProps) => (
  <section class="card split" aria-labelledby="about">
    <header>
      <h2 id="about">The role</h2>
      <p>{state === null ? 'Its name is what programs call it, and stays.' : `Programs call it ${typed.name}.`}</p>
    </header>
    <div class="body">
      {state === null && (
        <Field name="name" label="Name" value={typed.name} isRequired isName hint={NAME_HINT} fault={fault} />
      )}
      <Field name="label" label="Label (optional)" value={typed.label} hint={LABEL_HINT} fault={fault} />
      <Field
        name="description"
        label="Description (optional)"
        value={typed.description}
        hint={DESCRIPTION_HINT}
        length={200}
        fault={fault}
      />
    </div>
  </section>
);

const PermissionsCard = ({ typed, roles, fault }: RoleFormProps) => (
  <section class="card split" aria-labelledby="rights">
    <header>
      <h2 id="rights">What it gives</h2>
      <p>No more than you hold yourself, and no rights over users.</p>
    </header>
    <div class="body">
      <TextArea
        name="permissions"
        label="Permissions"
        value={typed.permissions}
        rows={8}
        hint={PERMISSIONS_HINT}
        fault={fault}
      />
      <Choices
        name="inherits"
        label="And the permissions of"
        type="checkbox"
        fault={fault}
        choices={roles
          .filter(({ name }) => name !== typed.name)
          .map(({ name, label, description }) => ({
            value: name,
            label,
            hint: description,
            isChosen: typed.inherits.includes(name),
          }))}
      />
    </div>
  </section>
);

const NAME_HINT = 'Letters, digits, dots, dashes and underscores, such as report-clerk.';
const LABEL_HINT = 'What people read. Without one it is the name.';
const DESCRIPTION_HINT = 'One sentence, shown where the role is given.';
const PERMISSIONS_HINT = 'One in a line, such as report:read. A star stands for any part: report:*.';

export interface DeleteRoleProps {
  readonly path: string;
  readonly list: string;
  readonly role: RoleInfo;
  readonly fault: Problem | null;
}

/** Asks before a role is deleted, and says who has it where it cannot be. */
export function DeleteRoleForm({ path, list, role, fault }: DeleteRoleProps): Child {
  return (
    <>
      <FaultSummary fault={fault} fields={[]} />
      <form class="card" method="post" action={`${path}/delete`}>
        <dl>
          <dt>Name</dt>
          <dd>{role.name}</dd>
          <dt>Permissions</dt>
          <dd>{role.permissions.length === 0 ? 'None of its own' : <code>{role.permissions.join(', ')}</code>}</dd>
        </dl>
        <p>Nobody can be given the role any more. Users, service keys and roles that have it have to lose it first.</p>
        <DeleteActions what="role" back={list} />
      </form>
    </>
  );
}
