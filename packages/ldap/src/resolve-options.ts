/**
 * Checks the options and fills in the defaults. What is wrong stops the start with its name and the remedy.
 */

import { normalDn, normalName } from './dn.ts';
import {
  assertKnown,
  assertObject,
  assertText,
  assertWhole,
  attributeOf,
  dnOf,
  filterOf,
  roleNames,
  wrong,
} from './option-checks.ts';
import type { LdapNesting, LdapOptions, ResolvedGroups, ResolvedOptions, ResolvedRoles } from './options.ts';
import { serversOf } from './resolve-servers.ts';

const NAMES: Readonly<Record<keyof LdapOptions, true>> = {
  id: true,
  url: true,
  startTls: true,
  allowPlaintext: true,
  tls: true,
  bindDn: true,
  bindPassword: true,
  baseDn: true,
  userFilter: true,
  accessFilter: true,
  idAttribute: true,
  usernameAttribute: true,
  nameAttribute: true,
  emailAttribute: true,
  groups: true,
  roles: true,
  timeoutMs: true,
};

const NESTINGS: readonly LdapNesting[] = ['none', 'active-directory', 'walk'];

const BASE_EXAMPLE = 'ou=people,dc=example,dc=com';

const TIMEOUT_MS = { usual: 5_000, least: 100, most: 30_000 };

/** @throws AuthError `ldap/options-invalid`. */
export function resolveOptions(options: LdapOptions): ResolvedOptions {
  assertObject(options, 'ldap', 'give an object with url and baseDn');
  assertKnown(options, 'ldap', Object.keys(NAMES));
  const { id = 'ldap', userFilter = '(uid={username})', accessFilter, nameAttribute, emailAttribute } = options;
  if (typeof id !== 'string' || !/^[a-z0-9-]{1,32}$/.test(id)) {
    throw wrong('ldap.id', 'give 1 to 32 lower-case letters, digits and "-"; it stands in sessions and events');
  }
  const baseDn = dnOf(options.baseDn, 'ldap.baseDn', BASE_EXAMPLE);
  const displayed =
    nameAttribute === undefined ? null : attributeOf(nameAttribute, 'ldap.nameAttribute', 'displayName');
  return {
    servers: serversOf(options),
    service: serviceOf(options),
    baseDn,
    userFilter: filterOf(userFilter, 'ldap.userFilter', ['username']),
    accessFilter:
      accessFilter === undefined ? null : filterOf(accessFilter, 'ldap.accessFilter', ['user_dn', 'username']),
    idAttribute: optionalAttribute(options.idAttribute, 'ldap.idAttribute', 'entryUUID'),
    usernameAttribute: optionalAttribute(options.usernameAttribute, 'ldap.usernameAttribute', 'uid'),
    nameAttributes: displayed === null ? ['displayName', 'cn'] : [displayed],
    emailAttribute: optionalAttribute(emailAttribute, 'ldap.emailAttribute', 'mail') ?? 'mail',
    groups: groupsOf(options, baseDn),
    roles: rolesOf(options),
    timeoutMs: timeoutOf(options),
  };
}

function optionalAttribute(value: string | undefined, option: string, example: string): string | null {
  return value === undefined ? null : attributeOf(value, option, example);
}

/** An empty password would sign in as nobody, and look as if it were right (RFC 4513 §5.1.2). */
function serviceOf({ bindDn, bindPassword }: LdapOptions): ResolvedOptions['service'] {
  if (bindDn === undefined && bindPassword === undefined) return null;
  const dn = dnOf(bindDn, 'ldap.bindDn', 'cn=doorward,ou=services,dc=example,dc=com, or leave out bindPassword too');
  assertText(bindPassword, 'ldap.bindPassword', 'give the password of bindDn, or leave out both');
  return { dn, password: bindPassword };
}

function groupsOf({ groups = {} }: LdapOptions, baseDn: string): ResolvedGroups {
  assertObject(groups, 'ldap.groups', 'give an object with attribute or filter');
  assertKnown(groups, 'ldap.groups', ['attribute', 'filter', 'baseDn', 'nested']);
  const { attribute, filter, nested = 'none' } = groups;
  if (!NESTINGS.includes(nested)) throw wrong('ldap.groups.nested', `is not known; give one of ${NESTINGS.join(', ')}`);
  if (nested === 'active-directory' && filter !== undefined) {
    throw wrong(
      'ldap.groups.filter',
      'is for other servers than nested "active-directory", which has its own; keep one',
    );
  }
  const usual = filter === undefined ? 'memberOf' : undefined;
  return {
    attribute: optionalAttribute(attribute ?? usual, 'ldap.groups.attribute', 'memberOf'),
    filter: filter === undefined ? null : filterOf(filter, 'ldap.groups.filter', ['user_dn', 'username']),
    baseDn:
      groups.baseDn === undefined ? baseDn : dnOf(groups.baseDn, 'ldap.groups.baseDn', 'ou=groups,dc=example,dc=com'),
    nested,
  };
}

function rolesOf({ roles = {} }: LdapOptions): ResolvedRoles {
  assertObject(roles, 'ldap.roles', 'give an object with mapping');
  assertKnown(roles, 'ldap.roles', ['mapping', 'default']);
  const { mapping = {}, default: otherwise = [] } = roles;
  const remedy = 'give an object from groups to roles, each a string or a list of strings; no patterns';
  assertObject(mapping, 'ldap.roles.mapping', remedy);
  const byDn = new Map<string, readonly string[]>();
  const byName = new Map<string, readonly string[]>();
  for (const [group, given] of Object.entries(mapping)) {
    const dn = normalDn(group);
    const [map, key] = dn === null ? [byName, normalName(group)] : [byDn, dn];
    if (map.has(key)) throw wrong('ldap.roles.mapping', `names "${group}" twice, in two spellings; keep one`);
    map.set(key, roleNames(given, 'ldap.roles.mapping', remedy));
  }
  return { byDn, byName, otherwise: roleNames(otherwise, 'ldap.roles.default', 'give a role, or a list') };
}

function timeoutOf({ timeoutMs = TIMEOUT_MS.usual }: LdapOptions): number {
  assertWhole(timeoutMs, 'ldap.timeoutMs', { unit: 'milliseconds', ...TIMEOUT_MS });
  return timeoutMs;
}
