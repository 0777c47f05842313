/**
 * A role that people made on the admin page, and what may stand in its fields.
 */

import { fault } from '../fault.ts';
import { PERMISSION } from './permission-form.ts';

/** Permissions alone: rights over users are for the configuration to give. */
export interface CustomRole {
  /** 1 to 64 letters, digits, `-`, `_` and `.`; the first one a letter or digit. It stays. */
  readonly name: string;
  /** `''`: the name with a capital. */
  readonly label: string;
  readonly description: string;
  /** `resource:action[:id]`, never `*` alone. */
  readonly permissions: readonly string[];
  /** Roles whose permissions come with it. */
  readonly inherits: readonly string[];
}

/** All of them together, and all that one may hold and inherit. */
export const MAX_ROLES = 100;
const MAX_PERMISSIONS = 200;
const MAX_INHERITED = 100;

const MAX_LABEL_LENGTH = 64;
const MAX_DESCRIPTION_LENGTH = 200;
const MAX_PERMISSION_LENGTH = 200;

/** The same in the form in which it is kept. @throws AuthError `accounts/field-invalid` that names the field. */
export function checkRole({ name, label, description, permissions, inherits }: CustomRole): CustomRole {
  return {
    name: checkName(name),
    label: checkText(label, MAX_LABEL_LENGTH, 'label'),
    description: checkText(description, MAX_DESCRIPTION_LENGTH, 'description'),
    permissions: checkPermissions(permissions),
    inherits: checkInherited(inherits),
  };
}

function checkName(name: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/.test(name)) return name;
  const detail = 'Name the role by 1 to 64 letters, digits, "-", "_" and ".", a letter or digit first.';
  throw fault('accounts/field-invalid', detail, 'name');
}

function checkText(given: string, maximum: number, field: string): string {
  const text = given.normalize('NFC').trim();
  if ([...text].length <= maximum && !UNPRINTABLE.test(text)) return text;
  throw fault('accounts/field-invalid', `Write at most ${maximum} characters, in one line.`, field);
}

function checkPermissions(permissions: readonly string[]): readonly string[] {
  const all = [...new Set(permissions)];
  if (all.length > MAX_PERMISSIONS) {
    throw fault('accounts/field-invalid', `Give the role at most ${MAX_PERMISSIONS} permissions.`, 'permissions');
  }
  if (all.includes('*')) {
    const detail = '"*" alone gives rights over users too, which only the configuration gives. Write *:* instead.';
    throw fault('accounts/field-invalid', detail, 'permissions');
  }
  const odd = all.find(
    (each) => !PERMISSION.test(each) || each.length > MAX_PERMISSION_LENGTH || UNPRINTABLE.test(each),
  );
  if (odd === undefined) return all;
  const shown = odd.slice(0, MAX_SHOWN).replace(new RegExp(UNPRINTABLE, 'gu'), '?');
  throw fault('accounts/field-invalid', `Write "${shown}" as resource:action, or resource:action:id.`, 'permissions');
}

function checkInherited(inherits: readonly string[]): readonly string[] {
  const all = [...new Set(inherits)];
  if (all.length <= MAX_INHERITED) return all;
  throw fault('accounts/field-invalid', `Let the role inherit from at most ${MAX_INHERITED} roles.`, 'inherits');
}

const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]/u;
const MAX_SHOWN = 60;
