/**
 * The variables of an LDAP directory, with the option that each sets.
 */

import type { LdapLoginOptions } from './credential-options.ts';
import type { DoorwardOptions } from './options.ts';
import { readBoolean, readList, readMapping, readNumber } from './variable-readers.ts';

type Reader = (value: string, name: string) => Partial<DoorwardOptions>;

export const LDAP_VARIABLES: Readonly<Record<string, Reader>> = {
  DOORWARD_LDAP_URL: (value) => part({ url: readList(value) }),
  DOORWARD_LDAP_START_TLS: (value, name) => part({ startTls: readBoolean(value, name) }),
  DOORWARD_LDAP_ALLOW_PLAINTEXT: (value, name) => part({ allowPlaintext: readBoolean(value, name) }),
  DOORWARD_LDAP_CA: (ca) => part({ tls: { ca } }),
  DOORWARD_LDAP_BIND_DN: (bindDn) => part({ bindDn }),
  DOORWARD_LDAP_BIND_PASSWORD: (bindPassword) => part({ bindPassword }),
  DOORWARD_LDAP_BASE_DN: (baseDn) => part({ baseDn }),
  DOORWARD_LDAP_USER_FILTER: (userFilter) => part({ userFilter }),
  DOORWARD_LDAP_ACCESS_FILTER: (accessFilter) => part({ accessFilter }),
  DOORWARD_LDAP_ID_ATTRIBUTE: (idAttribute) => part({ idAttribute }),
  DOORWARD_LDAP_USERNAME_ATTRIBUTE: (usernameAttribute) => part({ usernameAttribute }),
  DOORWARD_LDAP_GROUPS_ATTRIBUTE: (attribute) => part({ groups: { attribute } }),
  DOORWARD_LDAP_GROUPS_FILTER: (filter) => part({ groups: { filter } }),
  DOORWARD_LDAP_GROUPS_BASE_DN: (baseDn) => part({ groups: { baseDn } }),
  // Which words there are is for the package to say.
  DOORWARD_LDAP_GROUPS_NESTED: (nested) => part({ groups: { nested: nested as 'walk' } }),
  DOORWARD_LDAP_ROLES_MAPPING: (value, name) => part({ roles: { mapping: readMapping(value, name) } }),
  DOORWARD_LDAP_ROLES_DEFAULT: (value) => part({ roles: { default: readList(value) } }),
  DOORWARD_LDAP_TIMEOUT_MS: (value, name) => part({ timeoutMs: readNumber(value, name) }),
};

/** One variable of several: what is missing is given by another one, or in code. */
function part(options: Partial<LdapLoginOptions>): Partial<DoorwardOptions> {
  return { ldap: options as LdapLoginOptions };
}
