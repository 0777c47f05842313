import { describe, expect, it } from '@jest/globals';
import { leadingName, normalDn, normalName } from '../src/dn.ts';

describe('distinguished names', () => {
  it.each([
    ['case', 'CN=Admins,OU=Groups,DC=Example', 'cn=admins,ou=groups,dc=example'],
    ['spaces around', ' cn = admins , ou = groups', 'cn=admins,ou=groups'],
    ['spaces within', 'cn=the   admins,dc=x', 'cn=the admins,dc=x'],
    ['escaped and hexadecimal', 'cn=a\\,b,dc=x', 'cn=a\\2cb,dc=x'],
    ['spaces at the ends', 'cn=\\ a\\ ,dc=x', 'cn=a,dc=x'],
    ['bytes of UTF-8', 'cn=\\c3\\a4,dc=x', 'cn=ä,dc=x'],
    ['composed characters', 'cn=a\u0308,dc=x', 'cn=ä,dc=x'],
    ['the order in a name of several parts', 'uid=a+cn=b,dc=x', 'cn=b+uid=a,dc=x'],
    ['an escaped equals sign', 'cn=a\\=b,dc=x', 'cn=a=b,dc=x'],
    ['hexadecimal values', 'cn=#04024AB0,dc=x', 'cn= #04024ab0 ,dc=x'],
  ])('are the same whatever %s (A22, D3)', (_kind, one, other) => {
    expect(normalDn(one)).not.toBeNull();
    expect(normalDn(one)).toBe(normalDn(other));
  });

  it.each([
    ['a comma that is escaped and one that is not', 'cn=admins\\,ou=groups,dc=x', 'cn=admins,ou=groups,dc=x'],
    ['a plus that is escaped', 'cn=a\\+uid=b,dc=x', 'cn=a+uid=b,dc=x'],
    ['a backslash before a comma', 'cn=a\\\\,dc=x', 'cn=a\\,dc=x'],
    ['text that looks like hexadecimal', 'cn=\\#04024ab0,dc=x', 'cn=#04024ab0,dc=x'],
    ['look-alikes', 'cn=\u0430dmins,dc=x', 'cn=admins,dc=x'],
    ['what is above', 'cn=admins,ou=evil,dc=x', 'cn=admins,dc=x'],
    ['another type', 'ou=admins,dc=x', 'cn=admins,dc=x'],
  ])('are others by %s (A22, D3)', (_kind, one, other) => {
    expect(normalDn(one)).not.toBe(normalDn(other));
  });

  it.each([
    '',
    'admins',
    'cn',
    'cn=a,',
    'cn=a,,dc=x',
    'cn=a;dc=x',
    'cn="a",dc=x',
    'cn=a\\zz',
    'cn=\\ff',
    '=a',
    'cn=a\0',
    'cn=#0',
  ])('are none that are not written as such: %j', (text) => expect(normalDn(text)).toBeNull());

  it('begin with a common name, or do not', () => {
    expect(leadingName('CN=The  Admins,ou=groups')).toBe(normalName('the admins'));
    expect(leadingName('cn=a\\2cb,ou=groups')).toBe(normalName('A,b'));
    for (const other of ['ou=admins,dc=x', 'cn=admins+ou=x,dc=x', 'admins']) expect(leadingName(other)).toBeNull();
  });

  it('take no time that grows with the square of a name', () => {
    const text = `cn=${' '.repeat(20_000)}"`;
    const hard = `${' '.repeat(20_000)}cn`;
    expect([normalDn(text), normalDn(hard), normalDn(`${'cn=a,'.repeat(4_000)}"`)]).toEqual([null, null, null]);
  });
});
