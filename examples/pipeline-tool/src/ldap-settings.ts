/**
 * The variables of AUTHENTICATION_MODE=ldap: people sign in with the password of their directory, and with no other.
 */

import type { DoorwardOptions } from '@doorward/auth';
import { canonicalName } from '@doorward/core';
import { readSwitch, refuse, text } from './variables.ts';

export interface Directory {
  readonly options: Required<Pick<DoorwardOptions, 'ldap' | 'rolesOf'>>;
  readonly accounts: { readonly passwords: false; readonly provisioning: 'once' | 'each-time' };
}

const ROLES = ['owner', 'admin', 'editor', 'viewer'];

// #region ldap
export function readDirectory(): Directory {
  const admin = canonicalName(text('LDAP_ADMIN_USERNAME') ?? '');
  return {
    options: {
      ldap: {
        url: serverOf(needed('LDAP_SERVER')),
        baseDn: needed('LDAP_BASE_DN'),
        ...given('bindDn', text('LDAP_BIND_DN')),
        ...given('bindPassword', text('LDAP_BIND_PASSWORD')),
        userFilter: text('LDAP_AUTHENTICATION_FILTER') ?? '(cn={username})',
        ...given('accessFilter', text('LDAP_AUTHORIZATION_FILTER')),
        groups: { attribute: text('LDAP_GROUP_FIELD') ?? 'memberOf' },
        roles: { mapping: readMapping(), ...given('default', readDefault()) },
      },
      // Whoever the directory calls so, and nobody else: he is the one who makes others what they are.
      rolesOf: ({ username, roles }) =>
        admin !== '' && canonicalName(username ?? '') === admin ? ['owner', ...roles] : roles,
    },
    accounts: { passwords: false, provisioning: readSwitch('UPDATE_ROLES_ON_LOGIN') === true ? 'each-time' : 'once' },
  };
}
// #endregion ldap

/** A name alone is a server that is asked encrypted. */
function serverOf(value: string): string {
  return value.includes('://') ? value : `ldaps://${value}`;
}

function readMapping(): Readonly<Record<string, readonly string[]>> {
  const value = text('LDAP_ROLES_MAPPING');
  if (value === undefined) return {};
  const entries = Object.entries(parse(value)).map(([group, roles]: [string, unknown]) => {
    const names: readonly unknown[] = Array.isArray(roles) ? roles : [roles];
    return [group, names.map((name) => roleOf(name, 'LDAP_ROLES_MAPPING'))] as const;
  });
  return Object.fromEntries(entries);
}

function parse(value: string): object {
  try {
    const mapping: unknown = JSON.parse(value);
    if (typeof mapping === 'object' && mapping !== null && !Array.isArray(mapping)) return mapping;
  } catch {
    // Said below.
  }
  return refuse('LDAP_ROLES_MAPPING: write a JSON object, such as {"cn=it,dc=example,dc=com": ["Admin"]}');
}

function readDefault(): string | undefined {
  const value = text('LDAP_DEFAULT_ACCESS');
  return value === undefined ? undefined : roleOf(value, 'LDAP_DEFAULT_ACCESS');
}

/** Mage writes them with a capital. */
function roleOf(name: unknown, variable: string): string {
  const role = typeof name === 'string' ? name.toLowerCase() : '';
  return ROLES.includes(role) ? role : refuse(`${variable}: the roles are Owner, Admin, Editor and Viewer`);
}

function needed(name: string): string {
  return text(name) ?? refuse(`${name} is missing: AUTHENTICATION_MODE LDAP needs it`);
}

/** The member, if there is a value. */
function given<Name extends string>(name: Name, value: string | undefined) {
  return (value === undefined ? {} : { [name]: value }) as { readonly [Each in Name]?: string };
}
