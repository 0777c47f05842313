export { createLdapDirectory } from './ldap-directory.ts';
export type { LdapGroups, LdapMapping, LdapNesting, LdapOptions, LdapRoles, LdapTls } from './options.ts';
