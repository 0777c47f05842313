import { randomUUID } from 'node:crypto';
import {
  ADA,
  BASE_DN,
  type Directory,
  describeWithSlapd,
  GRACE,
  PEOPLE_DN,
  startDirectory,
} from '@doorward/test-directory';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { closeDirectories, givenDirectory } from './fixture/given-directory.ts';

describeWithSlapd('signing in by a directory', (program) => {
  let slapd: Directory;

  beforeAll(async () => {
    slapd = await startDirectory(program);
  });

  beforeEach(async () => {
    await slapd.operations();
  });

  afterEach(closeDirectories);

  afterAll(() => slapd.close());

  const { uid: name, password } = ADA;

  /** The binds and searches that the directory saw, without their numbers. */
  async function seen(): Promise<readonly string[]> {
    const lines = await slapd.operations();
    return lines
      .filter((line) => /(?:BIND dn=.*method|SRCH base)/.test(line))
      .map((line) => line.replace(/^.*? (BIND|SRCH)/, '$1').replace(/nobody-[0-9a-f]+/, 'nobody'));
  }

  it('tells who it is: an id that stays, name, e-mail address and name to sign in by (A20, A21)', async () => {
    const identity = await givenDirectory(slapd).authenticate({ name, password });
    expect(identity).toEqual({
      subject: expect.stringMatching(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      username: 'ada',
      name: 'Ada Lovelace',
      email: 'ada@example.com',
      roles: [],
    });
  });

  it('searches as the service and binds as the person, on connections of their own (A21)', async () => {
    await givenDirectory(slapd).authenticate({ name, password });
    expect(await seen()).toEqual([
      `BIND dn="cn=service,${BASE_DN}" method=128`,
      `SRCH base="${BASE_DN}" scope=2 deref=0 filter="(uid=ada)"`,
      `BIND dn="${ADA.dn}" method=128`,
    ]);
  });

  it('answers the same for an unknown name as for a wrong password, by the same steps (A24, D4)', async () => {
    const directory = givenDirectory(slapd);
    await directory.authenticate({ name, password });
    await slapd.operations();
    expect(await directory.authenticate({ name, password: 'wrong' })).toBeNull();
    const wrong = await seen();
    expect(await directory.authenticate({ name: 'nobody-there', password: 'wrong' })).toBeNull();
    const unknown = await seen();
    const steps = (lines: readonly string[]): readonly string[] => lines.map((line) => line.split(' ')[0] ?? '');
    expect(steps(wrong)).toEqual(['SRCH', 'BIND']);
    expect(steps(unknown)).toEqual(['SRCH', 'BIND']);
    expect(unknown[1]).toBe(`BIND dn="cn=nobody,${BASE_DN}" method=128`);
  });

  it.each([
    ['empty', ''],
    ['a space', ' '],
    ['white space', ' \t\n\u00a0'],
    ['NUL', '\0'],
    ['NULs', '\0\0'],
    ['NUL first', `\0${password}`],
    ['NUL last', `${password}\0`],
  ])('never binds with a password that is no password: %s (A23, D2)', async (_kind, odd) => {
    const directory = givenDirectory(slapd);
    expect(await directory.authenticate({ name, password: odd })).toBeNull();
    expect(await seen()).toEqual([]);
  });

  it('refuses who has no password in the directory, or a disabled one', async () => {
    const dn = `uid=quiet,${PEOPLE_DN}`;
    await slapd.add(dn, { objectClass: 'inetOrgPerson', uid: 'quiet', cn: 'Quiet', sn: 'Quiet' });
    const directory = givenDirectory(slapd);
    expect(await directory.authenticate({ name: 'quiet', password: 'anything' })).toBeNull();
    await slapd.change(dn, 'userPassword', ['{SSHA}!disabled']);
    expect(await directory.authenticate({ name: 'quiet', password: '{SSHA}!disabled' })).toBeNull();
    await slapd.remove(dn);
  });

  it('lets in whom the access filter finds, and nobody else (A21)', async () => {
    const accessFilter = '(&(objectClass=groupOfNames)(cn=admins)(member={user_dn}))';
    const directory = givenDirectory(slapd, { accessFilter });
    expect(await directory.authenticate({ name, password })).toMatchObject({ username: 'ada' });
    expect(await directory.authenticate({ name: GRACE.uid, password: GRACE.password })).toBeNull();
  });

  it('asks for access after the password, so that it tells nothing to others', async () => {
    const directory = givenDirectory(slapd, { accessFilter: '(&(cn=admins)(member={user_dn}))' });
    expect(await directory.authenticate({ name, password: 'wrong' })).toBeNull();
    expect((await seen()).filter((line) => line.includes('member='))).toEqual([]);
  });

  it('takes exactly one entry: two that match are nobody (D1)', async () => {
    const dns = ['one', 'two'].map((cn) => `cn=${cn},${PEOPLE_DN}`);
    for (const dn of dns) {
      const cn = dn.slice(3, 6);
      await slapd.add(dn, { objectClass: 'inetOrgPerson', cn, sn: cn, uid: 'twin', userPassword: 'twin-password' });
    }
    const directory = givenDirectory(slapd);
    expect(await directory.authenticate({ name: 'twin', password: 'twin-password' })).toBeNull();
    for (const dn of dns) await slapd.remove(dn);
  });

  it('takes exactly one entry also where a thousand match', async () => {
    const many = Array.from({ length: 1000 }, (_each, index) => `cn=many-${index},${PEOPLE_DN}`);
    for (const [index, dn] of many.entries()) {
      await slapd.add(dn, {
        objectClass: 'inetOrgPerson',
        cn: `many-${index}`,
        sn: 'Many',
        uid: 'many',
        userPassword: 'p',
      });
    }
    expect(await givenDirectory(slapd).authenticate({ name: 'many', password: 'p' })).toBeNull();
  });

  it('signs in by whatever attribute the filter compares, and names the first of them', async () => {
    const directory = givenDirectory(slapd, { userFilter: '(|(uid={username})(mail={username}))' });
    expect(await directory.authenticate({ name: ADA.mail, password })).toMatchObject({ username: 'ada' });
    const byMail = givenDirectory(slapd, { userFilter: '(mail={username}@example.com)', usernameAttribute: 'mail' });
    expect(await byMail.authenticate({ name, password })).toMatchObject({ username: ADA.mail });
  });

  it('knows attributes by their long names too', async () => {
    const directory = givenDirectory(slapd, { userFilter: '(userid={username})', emailAttribute: 'rfc822Mailbox' });
    expect(await directory.authenticate({ name, password })).toMatchObject({ username: 'ada', email: ADA.mail });
  });

  it('keeps the id when a person is renamed, and gives another one to who gets the name after him', async () => {
    const dn = `uid=heir,${PEOPLE_DN}`;
    const heir = { objectClass: 'inetOrgPerson', uid: 'heir', cn: 'Heir', sn: 'Heir', userPassword: 'heir-password' };
    const directory = givenDirectory(slapd);
    const subject = async () => (await directory.authenticate({ name: 'heir', password: 'heir-password' }))?.subject;
    await slapd.add(dn, heir);
    const first = await subject();
    await slapd.change(dn, 'cn', ['Heir the First']);
    expect(await subject()).toBe(first);
    await slapd.remove(dn);
    await slapd.add(dn, heir);
    expect(await subject()).not.toBe(first);
    await slapd.remove(dn);
  });

  it('takes the attribute for the id that is named, and does without one alone where none is named', async () => {
    const directory = givenDirectory(slapd, { idAttribute: 'uid' });
    expect(await directory.authenticate({ name, password })).toMatchObject({ subject: 'ada' });
    const without = givenDirectory(slapd, { idAttribute: 'employeeNumber' });
    await expect(without.authenticate({ name, password })).rejects.toMatchObject({ code: 'ldap/answer-refused' });
  });

  it('signs in who has a strange name', async () => {
    for (const odd of [
      'Lovelace, "Ada" <x>;#+\\=',
      ' leading and trailing ',
      '#hash',
      '*)(uid=*',
      'Ædä 日本',
      'a=b,c=d',
    ]) {
      const uid = `odd-${randomUUID()}`;
      const cn = odd.trim();
      const escaped = cn.replace(
        /[\\",+<>;=#]/g,
        (character) => `\\${character.charCodeAt(0).toString(16).padStart(2, '0')}`,
      );
      const dn = `cn=${escaped},${PEOPLE_DN}`;
      await slapd.add(dn, { objectClass: 'inetOrgPerson', cn, sn: 'Odd', uid, userPassword: 'odd-password' });
      const directory = givenDirectory(slapd, { userFilter: '(|(uid={username})(cn={username}))' });
      expect(await directory.authenticate({ name: cn, password: 'odd-password' })).toMatchObject({ username: uid });
      await slapd.remove(dn);
    }
  });
});
