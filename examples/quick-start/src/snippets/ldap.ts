/**
 * Signing in by LDAP.
 */

// #region option
import { createAuth } from '@doorward/express';

export const auth = await createAuth({
  ldap: {
    url: 'ldaps://ldap.example.com',
    bindDn: 'cn=tools,ou=services,dc=example,dc=com',
    bindPassword: process.env['TOOLS_LDAP_PASSWORD'] ?? '',
    baseDn: 'dc=example,dc=com',
    userFilter: '(&(objectClass=inetOrgPerson)(uid={username}))',
    accessFilter: '(&(objectClass=groupOfNames)(cn=tools)(member={user_dn}))',
    roles: { mapping: { 'cn=tools-admins,ou=groups,dc=example,dc=com': 'admin', staff: 'viewer' } },
  },
  roles: 'team',
});
// #endregion option
