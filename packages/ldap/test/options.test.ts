import { describe, expect, it } from '@jest/globals';
import { createLdapDirectory } from '../src/ldap-directory.ts';
import type { LdapOptions } from '../src/options.ts';

const RIGHT: LdapOptions = { url: 'ldaps://ldap.example.com', baseDn: 'dc=example,dc=com' };

describe('options of a directory', () => {
  it.each<[string, object, string]>([
    ['ldap.url', { url: undefined }, 'ldaps://host'],
    ['ldap.url', { url: '' }, 'ldaps://host'],
    ['ldap.url', { url: [] }, '1 to 16'],
    ['ldap.url', { url: 'ldap.example.com' }, 'ldaps://host'],
    ['ldap.url', { url: 'https://ldap.example.com' }, 'ldaps://host'],
    ['ldap.url', { url: 'ldaps://ldap.example.com/dc=example' }, 'ldaps://host'],
    ['ldap.url', { url: 'ldaps://ldap.example.com?uid' }, 'ldaps://host'],
    ['ldap.url', { url: 'ldaps://user:canary@ldap.example.com' }, 'bindDn'],
    ['ldap.url', { url: 'ldaps://' }, 'ldaps://host'],
    ['ldap.url', { url: 'ldaps://ldap.example.com:0' }, 'ldaps://host'],
    ['ldap.url', { url: 'ldap://ldap.example.com' }, 'startTls'],
    ['ldap.url', { url: ['ldaps://one.example.com', 'ldap://two.example.com'] }, 'startTls'],
    ['ldap.url', { url: 'ldap://10.0.0.7' }, 'startTls'],
    ['ldap.url', { url: 'ldap://127.0.0.1.example.com' }, 'startTls'],
    ['ldap.startTls', { startTls: true }, 'ldap:// alone'],
    ['ldap.startTls', { startTls: 'yes' }, 'true or false'],
    ['ldap.allowPlaintext', { allowPlaintext: 1 }, 'true or false'],
    ['ldap.tls', { tls: 'strict' }, 'ca or caFile'],
    ['ldap.tls', { tls: { ca: 'x', caFile: 'y' } }, 'keep one'],
    ['ldap.tls.ca', { tls: { ca: 'none' } }, 'BEGIN CERTIFICATE'],
    ['ldap.tls.ca', { tls: { ca: '-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----' } }, 'no certificate'],
    ['ldap.tls.caFile', { tls: { caFile: '/nowhere/ca.pem' } }, 'ENOENT'],
    ['ldap.tls.rejectUnauthorized', { tls: { rejectUnauthorized: false } }, 'no such option'],
    ['ldap.baseDn', { baseDn: undefined }, 'ou=people'],
    ['ldap.baseDn', { baseDn: 'example.com' }, 'ou=people'],
    ['ldap.bindDn', { bindPassword: 'canary' }, 'bindPassword'],
    ['ldap.bindDn', { bindDn: 'admin', bindPassword: 'canary' }, 'distinguished name'],
    ['ldap.bindPassword', { bindDn: 'cn=service,dc=x' }, 'leave out both'],
    ['ldap.bindPassword', { bindDn: 'cn=service,dc=x', bindPassword: '' }, 'is empty'],
    ['ldap.id', { id: 'Staff Directory' }, '1 to 32'],
    ['ldap.userFilter', { userFilter: '(uid=*)' }, '{username}'],
    ['ldap.userFilter', { userFilter: '(cn=*{username}*)' }, 'without "*"'],
    ['ldap.accessFilter', { accessFilter: '(cn=staff)' }, '{user_dn}'],
    ['ldap.accessFilter', { accessFilter: '' }, 'is empty'],
    ['ldap.idAttribute', { idAttribute: 'entry id' }, 'entryUUID'],
    ['ldap.usernameAttribute', { usernameAttribute: '' }, 'uid'],
    ['ldap.nameAttribute', { nameAttribute: '*' }, 'displayName'],
    ['ldap.emailAttribute', { emailAttribute: ['mail'] }, 'mail'],
    ['ldap.groups', { groups: ['memberOf'] }, 'attribute or filter'],
    ['ldap.groups.search', { groups: { search: 'x' } }, 'no such option'],
    ['ldap.groups.attribute', { groups: { attribute: '+' } }, 'memberOf'],
    ['ldap.groups.filter', { groups: { filter: '(objectClass=group)' } }, '{user_dn}'],
    ['ldap.groups.filter', { groups: { filter: '(member={user_dn})', nested: 'active-directory' } }, 'keep one'],
    ['ldap.groups.baseDn', { groups: { baseDn: 'groups' } }, 'ou=groups'],
    ['ldap.groups.nested', { groups: { nested: true } }, 'walk'],
    ['ldap.roles', { roles: 'admin' }, 'mapping'],
    ['ldap.roles.mapping', { roles: { mapping: new Map() } }, 'no patterns'],
    ['ldap.roles.mapping', { roles: { mapping: { admins: 1 } } }, 'no patterns'],
    ['ldap.roles.mapping', { roles: { mapping: { admins: [''] } } }, 'no patterns'],
    ['ldap.roles.mapping', { roles: { mapping: { Admins: 'a', admins: 'b' } } }, 'twice'],
    ['ldap.roles.default', { roles: { default: 7 } }, 'give a role'],
    ['ldap.timeoutMs', { timeoutMs: 0 }, '100 to 30000'],
    ['ldap.timeoutMs', { timeoutMs: '5000' }, '100 to 30000'],
    ['ldap.uri', { uri: 'ldaps://x' }, 'no such option'],
  ])('stop the start at %s when they are wrong: %j (F22)', (option, given, remedy) => {
    const make = (): unknown => createLdapDirectory({ ...RIGHT, ...given });
    expect(make).toThrow(expect.objectContaining({ code: 'ldap/options-invalid', option }));
    expect(make).toThrow(`${option}: `);
    expect(make).toThrow(remedy);
    expect(make).not.toThrow('canary');
  });

  it.each<[string, Partial<LdapOptions>]>([
    ['a server of its own port', { url: 'ldaps://ldap.example.com:1636/' }],
    ['an address of IPv6', { url: 'ldaps://[2001:db8::1]' }],
    ['several servers', { url: ['ldaps://one.example.com', 'ldaps://two.example.com'] }],
    ['this machine in clear', { url: ['ldap://localhost', 'ldap://127.0.0.1:1389', 'ldap://[::1]:389'] }],
    ['StartTLS', { url: 'ldap://ldap.example.com', startTls: true }],
    ['clear text that is asked for', { url: 'ldap://ldap.example.com', allowPlaintext: true }],
    ['numbers for attributes', { idAttribute: '1.3.6.1.1.16.4' }],
    ['nested filters', { userFilter: '(&(objectClass=user)(|(uid={username})(mail={username}))(!(locked=TRUE)))' }],
  ])('take %s', (_kind, given) => {
    expect(createLdapDirectory({ ...RIGHT, ...given }).id).toBe('ldap');
  });

  it('ask nobody at the start: one that is away stops none', async () => {
    const directory = createLdapDirectory({ url: 'ldap://127.0.0.1:1', baseDn: 'dc=x', id: 'staff' });
    expect(directory.id).toBe('staff');
    await directory.close?.();
  });
});
