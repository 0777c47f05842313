import { canonicalName } from '@doorward/core';
import { ADA, BASE_DN, type Directory, describeWithSlapd, PEOPLE_DN, startDirectory } from '@doorward/test-directory';
import { afterAll, afterEach, beforeAll, expect, it } from '@jest/globals';
import { closeDirectories, givenDirectory } from './fixture/given-directory.ts';
import { HOSTILE, hostileText } from './fixture/hostile.ts';

/** As OpenLDAP writes a value of a filter: bytes of these, and all beyond ASCII, as `\XX`. */
function logged(value: string): string {
  return [...Buffer.from(value)]
    .map((byte) => {
      const character = String.fromCharCode(byte);
      const isPlain = byte >= 0x20 && byte < 0x7f && !/[*()\\]/.test(character);
      return isPlain ? character : `\\${byte.toString(16).toUpperCase().padStart(2, '0')}`;
    })
    .join('');
}

describeWithSlapd('names that mean something to a directory', (program) => {
  let slapd: Directory;

  beforeAll(async () => {
    slapd = await startDirectory(program);
  });

  afterEach(closeDirectories);

  afterAll(() => slapd.close());

  it.each(HOSTILE.filter((name) => canonicalName(name) !== ADA.uid))(
    'never find another user: %j (A23, D1)',
    async (name) => {
      const directory = givenDirectory(slapd);
      expect(await directory.authenticate({ name, password: ADA.password })).toBeNull();
    },
  );

  it('arrive in the search as the text that they are (A23, D1)', async () => {
    const directory = givenDirectory(slapd);
    await slapd.operations();
    // What is nothing but white space is not asked for; OpenLDAP normalises the rest before it logs.
    const names = HOSTILE.filter((name) => name.trim() !== '' && /^[\x21-\x7e]+$/.test(name));
    for (const name of names) await directory.authenticate({ name, password: 'wrong' });
    const filters = (await slapd.operations()).flatMap((line) => /SRCH base.* filter="(.*)"$/.exec(line)?.[1] ?? []);
    expect(filters).toEqual(names.map((name) => `(uid=${logged(name.toLowerCase())})`));
  });

  it('are passed on in numbers without one that gets in (D1)', async () => {
    const directory = givenDirectory(slapd);
    for (let seed = 0; seed < 300; seed += 1) {
      const attempt = { name: hostileText(seed), password: ADA.password };
      expect([attempt.name, await directory.authenticate(attempt)]).toEqual([attempt.name, null]);
    }
  });

  it('are one name only where guesses are counted as one', async () => {
    const directory = givenDirectory(slapd);
    for (const spelled of ['ADA', ' ada ', '\uff41da', 'a\u00adda']) {
      const outcome = await directory.authenticate({ name: spelled, password: ADA.password });
      expect([spelled, outcome?.username ?? 'ada']).toEqual([spelled, 'ada']);
    }
    // A directory passes over this character, and canonical names do not.
    expect(await directory.authenticate({ name: 'ada\u0007', password: ADA.password })).toBeNull();
  });

  it('are refused without asking when nobody can be called so', async () => {
    const directory = givenDirectory(slapd);
    await slapd.operations();
    for (const name of ['', ' ', 'a'.repeat(10_000)]) {
      expect(await directory.authenticate({ name, password: ADA.password })).toBeNull();
    }
    expect(await slapd.operations()).toEqual([]);
  });

  it('do not get in by the name of an entry either (D3)', async () => {
    const cn = '*()\\,+"<>;#';
    const dn = `cn=\\2a\\28\\29\\5c\\2c\\2b\\22\\3c\\3e\\3b\\23,${PEOPLE_DN}`;
    await slapd.add(dn, { objectClass: 'inetOrgPerson', cn, sn: 'x', uid: 'odd', userPassword: 'odd-password' });
    const odd = { name: 'odd', password: 'odd-password' };
    const directory = givenDirectory(slapd, { accessFilter: '(&(objectClass=groupOfNames)(member={user_dn}))' });
    expect(await directory.authenticate(odd)).toBeNull();
    await slapd.add(`cn=odd,ou=groups,${BASE_DN}`, { objectClass: 'groupOfNames', cn: 'odd', member: dn });
    expect(await directory.authenticate(odd)).toMatchObject({ username: 'odd' });
  });
});
