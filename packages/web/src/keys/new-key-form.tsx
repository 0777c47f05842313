/**
 * The form for a new key, of one's own or of a service.
 */

import type { RoleInfo } from '@doorward/accounts';
import type { Problem } from '@doorward/core';
import type { Child } from 'hono/jsx';
import { FaultSummary, Field, Select, TextArea } from '../fields.tsx';
import { OnceField } from '../one-time-form.tsx';
import { RoleBoxes } from '../role-boxes.tsx';
import { LIFETIMES, type TypedKey } from './key-input.ts';

export interface NewKeyFormProps {
  /** Path of the list. */
  readonly list: string;
  readonly typed: TypedKey;
  readonly isService: boolean;
  readonly roles: readonly RoleInfo[];
  readonly grantable: readonly string[];
  readonly fault: Problem | null;
}

export function NewKeyForm(props: NewKeyFormProps): Child {
  const { list, typed, isService, fault } = props;
  return (
    <>
      <FaultSummary fault={fault} fields={['name', 'expiresAt', 'permissions']} />
      <form method="post" action={`${list}/new`}>
        <OnceField />
        <section class="card split" aria-labelledby="about">
          <header>
            <h2 id="about">The key</h2>
            <p>One for each program: then you can end one, and the others go on.</p>
          </header>
          <div class="body">
            <Field name="name" label="Name" value={typed.name} isRequired hint={NAME_HINT} fault={fault} />
            <Select name="expiresAt" label="Expires" value={typed.expiresAt} options={LIFETIMES} fault={fault} />
          </div>
        </section>
        <section class="card split" aria-labelledby="rights">
          <header>
            <h2 id="rights">What it may do</h2>
            <p>{isService ? 'No more than you may yourself.' : 'Never more than you may yourself at that moment.'}</p>
          </header>
          <div class="body">
            {isService && <ServiceRoles {...props} />}
            <TextArea
              name="permissions"
              label="Permissions (optional)"
              value={typed.permissions}
              hint={isService ? SERVICE_HINT : OWN_HINT}
              fault={fault}
            />
          </div>
        </section>
        <div class="actions">
          <button type="submit">Create key</button>
          <a class="button quiet" href={list}>
            Cancel
          </a>
        </div>
      </form>
    </>
  );
}

const ServiceRoles = ({ roles, grantable, typed, fault }: NewKeyFormProps) => (
  <RoleBoxes all={roles} grantable={grantable} chosen={typed.roles.filter(isIn(grantable))} fault={fault} />
);

const isIn =
  (all: readonly string[]) =>
  (each: string): boolean =>
    all.includes(each);

const NAME_HINT = 'What uses it, such as “nightly export”.';
const OWN_HINT = 'One in a line, such as report:read. With none here the key may do all that you may.';
const SERVICE_HINT =
  'One in a line, such as report:read. Beside roles they are a limit: the key may do what both allow.';
