/**
 * The roles that somebody may give and take. One that the user has and that somebody may not take is
 * shown, and stays.
 */

import type { RoleInfo } from '@doorward/accounts';
import type { Problem } from '@doorward/core';
import type { Child } from 'hono/jsx';
import { Choices } from './fields.tsx';

export interface RoleBoxesProps {
  readonly all: readonly RoleInfo[];
  readonly grantable: readonly string[];
  /** Roles that are chosen now. */
  readonly chosen: readonly string[];
  readonly fault: Problem | null;
}

export function RoleBoxes({ all, grantable, chosen, fault }: RoleBoxesProps): Child {
  const shown = all.filter(({ name }) => grantable.includes(name) || chosen.includes(name));
  if (shown.length === 0) return null;
  return (
    <Choices
      name="roles"
      label="Roles"
      type="checkbox"
      fault={fault}
      choices={shown.map(({ name, label, description }) => ({
        value: name,
        label,
        hint: description,
        isChosen: chosen.includes(name),
        isFixed: !grantable.includes(name),
      }))}
    />
  );
}
