/**
 * Signing in with a strategy of Passport that checks a name and a password.
 */

// #region directory
import { createAuth } from '@doorward/express';
import { createPassportDirectory } from '@doorward/passport';
import LdapStrategy from 'passport-ldapauth';

interface Person {
  readonly uid: string;
  readonly cn: string;
  readonly mail: string;
}

const strategy = new LdapStrategy({
  server: {
    url: 'ldaps://ldap.example.com',
    bindDN: 'cn=reader,dc=example,dc=com',
    bindCredentials: process.env['LDAP_PASSWORD'] ?? '',
    searchBase: 'ou=people,dc=example,dc=com',
    searchFilter: '(uid={{username}})',
    timeout: 5000,
    connectTimeout: 5000,
  },
});

const staff = createPassportDirectory({
  id: 'staff',
  strategy,
  identity: ({ uid, cn, mail }: Person) => ({ subject: uid, name: cn, email: mail, roles: [] }),
});

export const auth = await createAuth({ directories: [staff] });
// #endregion directory
