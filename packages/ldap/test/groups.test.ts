import {
  ADA,
  BASE_DN,
  type Directory,
  describeWithSlapd,
  GRACE,
  GROUPS_DN,
  startDirectory,
} from '@doorward/test-directory';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import type { LdapOptions } from '../src/options.ts';
import { closeDirectories, givenDirectory } from './fixture/given-directory.ts';
import { HOSTILE } from './fixture/hostile.ts';

const group = (cn: string): string => `cn=${cn},${GROUPS_DN}`;

describeWithSlapd('roles by groups of a directory', (program) => {
  let slapd: Directory;

  beforeAll(async () => {
    slapd = await startDirectory(program);
  });

  afterEach(closeDirectories);

  afterAll(() => slapd.close());

  async function rolesOf(options: Partial<LdapOptions>, { uid: name, password } = ADA): Promise<readonly string[]> {
    return (await givenDirectory(slapd, options).authenticate({ name, password }))?.roles ?? ['nobody'];
  }

  it.each([
    ['its whole name', group('admins')],
    ['its whole name in other case and spaces', `CN = ADMINS , OU=Groups, ${BASE_DN.toUpperCase()}`],
    ['its common name', 'admins'],
    ['its common name in other case', 'Admins'],
  ])('come from a group by %s (A22)', async (_kind, key) => {
    const roles = { mapping: { [key]: 'admin' } };
    expect(await rolesOf({ roles })).toEqual(['admin']);
    expect(await rolesOf({ roles }, GRACE)).toEqual([]);
  });

  it('are those of all groups together, and of both ways to write one (A22)', async () => {
    await slapd.add(group('editors'), { objectClass: 'groupOfNames', cn: 'editors', member: [ADA.dn, GRACE.dn] });
    const mapping = { admins: ['admin', 'editor'], [group('editors')]: 'editor', editors: 'reader', unused: 'owner' };
    expect(await rolesOf({ roles: { mapping } })).toEqual(['admin', 'editor', 'reader']);
    expect(await rolesOf({ roles: { mapping } }, GRACE)).toEqual(['editor', 'reader']);
    await slapd.remove(group('editors'));
  });

  it('are the default ones where no group gives any, and none without (A22)', async () => {
    const mapping = { admins: 'admin' };
    expect(await rolesOf({ roles: { mapping, default: 'viewer' } })).toEqual(['admin']);
    expect(await rolesOf({ roles: { mapping, default: 'viewer' } }, GRACE)).toEqual(['viewer']);
    expect(await rolesOf({}, GRACE)).toEqual([]);
  });

  it('are gone at the next sign-in when the group is (A24)', async () => {
    await slapd.add(group('short'), { objectClass: 'groupOfNames', cn: 'short', member: [GRACE.dn] });
    const roles = { mapping: { short: 'admin' } };
    expect(await rolesOf({ roles }, GRACE)).toEqual(['admin']);
    await slapd.remove(group('short'));
    expect(await rolesOf({ roles }, GRACE)).toEqual([]);
  });

  it('come from a search for groups, as from the attribute', async () => {
    const roles = { mapping: { admins: 'admin', [ADA.uid]: 'author' } };
    const groups = { filter: '(&(objectClass=groupOfNames)(member={user_dn}))', baseDn: GROUPS_DN };
    expect(await rolesOf({ roles, groups })).toEqual(['admin']);
    expect(await rolesOf({ roles, groups: { filter: '(description={username})' } })).toEqual([]);
  });

  it('come from an attribute of another name, which may hold plain words', async () => {
    await slapd.change(ADA.dn, 'departmentNumber', ['Sales', 'R&D', '__proto__', 'constructor']);
    const groups = { attribute: 'departmentNumber' };
    const mapping = Object.fromEntries([
      ['sales', 'seller'],
      ['__proto__', 'odd'],
    ]);
    expect(await rolesOf({ groups, roles: { mapping } })).toEqual(['odd', 'seller']);
    expect(await rolesOf({ groups, roles: { mapping: {} } })).toEqual([]);
    await slapd.change(ADA.dn, 'departmentNumber', []);
  });

  it('come from groups that groups are in, only where that is asked for', async () => {
    const roles = { mapping: { everybody: 'member', staff: 'staff' } };
    const filter = '(&(objectClass=groupOfNames)(member={user_dn}))';
    expect(await rolesOf({ roles }, GRACE)).toEqual(['staff']);
    expect(await rolesOf({ roles, groups: { nested: 'walk' } }, GRACE)).toEqual(['member', 'staff']);
    expect(await rolesOf({ roles, groups: { filter, nested: 'walk' } }, GRACE)).toEqual(['member', 'staff']);
  });

  it('end where groups are in each other', async () => {
    await slapd.add(group('hen'), { objectClass: 'groupOfNames', cn: 'hen', member: [GRACE.dn, group('egg')] });
    await slapd.add(group('egg'), { objectClass: 'groupOfNames', cn: 'egg', member: [group('hen')] });
    const roles = { mapping: { hen: 'hen', egg: 'egg' } };
    for (const filter of [undefined, '(member={user_dn})']) {
      const groups = { nested: 'walk' as const, ...(filter === undefined ? {} : { filter }) };
      expect(await rolesOf({ roles, groups }, GRACE)).toEqual(['egg', 'hen']);
    }
    for (const cn of ['hen', 'egg']) await slapd.remove(group(cn));
  });

  it('are refused as a whole where groups are nested without end', async () => {
    const names = Array.from({ length: 13 }, (_each, index) => `level-${index}`);
    for (const [index, cn] of names.entries()) {
      const member = index === 0 ? GRACE.dn : group(names[index - 1] ?? '');
      await slapd.add(group(cn), { objectClass: 'groupOfNames', cn, member });
    }
    const groups = { filter: '(member={user_dn})', nested: 'walk' as const };
    await expect(rolesOf({ groups }, GRACE)).rejects.toMatchObject({ code: 'ldap/answer-refused' });
    for (const cn of names) await slapd.remove(group(cn));
  });

  it('are those of all groups, however few the server gives at once, or there are none', async () => {
    const names = Array.from({ length: 450 }, (_each, index) => `crowd-${index}`);
    for (const cn of names) await slapd.add(group(cn), { objectClass: 'groupOfNames', cn, member: GRACE.dn });
    const groups = { filter: '(&(objectClass=groupOfNames)(member={user_dn}))' };
    const roles = { mapping: Object.fromEntries(names.map((cn) => [cn, `role-of-${cn}`])) };
    expect(await rolesOf({ groups, roles }, GRACE)).toHaveLength(450);
    await expect(rolesOf({ groups: { ...groups, nested: 'walk' } }, GRACE)).rejects.toMatchObject({
      code: 'ldap/answer-refused',
    });
    for (const cn of names) await slapd.remove(group(cn));
  });

  it('come from groups of strange names, and from no others (D3)', async () => {
    const odd = HOSTILE.filter((name) => name.trim() !== '' && !name.includes('\0'));
    for (const [index, name] of odd.entries()) {
      // Every byte in hexadecimal: OpenLDAP takes any name so, and answers in its own spelling.
      const hex = [...Buffer.from(name)].map((byte) => `\\${byte.toString(16).padStart(2, '0')}`).join('');
      const dn = `ou=odd-${index},${GROUPS_DN}`;
      await slapd.add(dn, { objectClass: 'organizationalUnit', ou: `odd-${index}` });
      await slapd.add(`cn=${hex},${dn}`, { objectClass: 'groupOfNames', cn: name, member: ADA.dn });
      const mapping = { [`cn=${hex},${dn}`]: `role-${index}`, [`cn=admins\\,${dn}`]: 'never' };
      expect([name, await rolesOf({ roles: { mapping } })]).toEqual([name, [`role-${index}`]]);
      await slapd.remove(`cn=${hex},${dn}`);
      await slapd.remove(dn);
    }
  });
});
