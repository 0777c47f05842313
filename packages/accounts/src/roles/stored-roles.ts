/**
 * Custom roles as the store keeps them: one setting, a JSON array. It is read with suspicion, for whatever else writes
 * the store could have damaged it: what cannot be read gives nothing.
 */

import { type CustomRole, checkRole, MAX_ROLES } from './custom-role.ts';

/** Name of the setting. */
export const ROLES_SETTING = 'roles';

export interface StoredRoles {
  readonly roles: readonly CustomRole[];
  /** What is wrong with the rest; `null` when nothing is. */
  readonly fault: string | null;
}

/** Never throws. Of two roles of one name the first one counts. */
export function readStoredRoles(text: string | null): StoredRoles {
  if (text === null) return { roles: [], fault: null };
  const entries = parse(text);
  if (!Array.isArray(entries)) return { roles: [], fault: 'the custom roles in the store cannot be read' };
  const roles = new Map<string, CustomRole>();
  for (const entry of entries) {
    const role = roles.size < MAX_ROLES ? readRole(entry) : null;
    if (role !== null && !roles.has(role.name)) roles.set(role.name, role);
  }
  const lost = entries.length - roles.size;
  const fault = lost === 0 ? null : `${lost} of the custom roles in the store cannot be read, and give nothing`;
  return { roles: [...roles.values()], fault };
}

export function writeStoredRoles(roles: readonly CustomRole[]): string {
  return JSON.stringify(roles);
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

function readRole(entry: unknown): CustomRole | null {
  if (typeof entry !== 'object' || entry === null) return null;
  const { name, label, description, permissions, inherits } = entry as Record<string, unknown>;
  if (!isText(name) || !isText(label) || !isText(description) || !isTexts(permissions) || !isTexts(inherits)) {
    return null;
  }
  try {
    return checkRole({ name, label, description, permissions, inherits });
  } catch {
    return null;
  }
}

const isText = (value: unknown): value is string => typeof value === 'string';

const isTexts = (value: unknown): value is string[] => Array.isArray(value) && value.every(isText);
