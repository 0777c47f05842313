import { createServer, type Server } from 'node:net';
import { afterEach, describe, expect, it } from '@jest/globals';
import type { LdapOptions } from '../src/options.ts';
import { closeDirectories, givenDirectory } from './fixture/given-directory.ts';
import { type OddAnswers, type OddDirectory, type OddEntry, startOddDirectory } from './fixture/odd-directory.ts';

const ADA = 'CN=Ada Lovelace,OU=Staff,DC=example,DC=com';
const attempt = { name: 'ada', password: 'right' };

/** The bytes of an objectGUID, and what Active Directory's tools write. */
const GUID = Buffer.from('33221100554477668899aabbccddeeff', 'hex');
const GUID_TEXT = '00112233-4455-6677-8899-aabbccddeeff';

const person = (attributes: OddEntry['attributes'] = {}, dn = ADA): OddEntry => ({
  dn,
  attributes: { sAMAccountName: ['ada'], objectGUID: [GUID], cn: ['Ada Lovelace'], ...attributes },
});

describe('answers that are not usual', () => {
  let odd: OddDirectory | undefined;
  let elsewhere: Server | undefined;

  afterEach(async () => {
    await closeDirectories();
    await odd?.close();
    await new Promise((resolve) => (elsewhere === undefined ? resolve(null) : elsewhere.close(resolve)));
    [odd, elsewhere] = [undefined, undefined];
  });

  async function given(answers: OddAnswers, options: Partial<LdapOptions> = {}) {
    odd = await startOddDirectory(answers);
    return givenDirectory(odd, { userFilter: '(sAMAccountName={username})', ...options });
  }

  it('know people by objectGUID as Active Directory writes it', async () => {
    const directory = await given({ search: () => [person()] });
    expect(await directory.authenticate(attempt)).toMatchObject({ subject: GUID_TEXT, username: 'ada' });
  });

  it('know people by the name of their entry where there is no id, in one spelling', async () => {
    const directory = await given({ search: () => [person({ objectGUID: [] })] });
    const subject = 'cn=ada lovelace,ou=staff,dc=example,dc=com';
    expect(await directory.authenticate(attempt)).toMatchObject({ subject });
  });

  it('let Active Directory follow nested groups', async () => {
    const inChain = `(member:1.2.840.113556.1.4.1941:=${ADA})`;
    const search: OddAnswers['search'] = (filter) =>
      filter === inChain ? [{ dn: 'CN=Admins,DC=example,DC=com' }] : [person()];
    const groups = { nested: 'active-directory' as const };
    const directory = await given({ search }, { groups, roles: { mapping: { admins: 'admin' } } });
    expect(await directory.authenticate(attempt)).toMatchObject({ roles: ['admin'] });
    expect(odd?.seen).toContain(`search ${inChain}`);
  });

  it('may give groups in pieces: those of the first count', async () => {
    const memberOf = { 'memberOf;range=0-1499': ['CN=Admins,DC=example,DC=com'], memberOf: [] };
    const directory = await given({ search: () => [person(memberOf)] }, { roles: { mapping: { admins: 'admin' } } });
    expect(await directory.authenticate(attempt)).toMatchObject({ roles: ['admin'] });
  });

  it('hold attributes with options, which are others', async () => {
    const options = {
      'sAMAccountName;x-old': ['ada'],
      sAMAccountName: ['grace'],
      'memberOf;x-old': ['CN=Admins,DC=x'],
    };
    const search = () => [person(options)];
    expect(await (await given({ search })).authenticate(attempt)).toBeNull();
    const directory = givenDirectory(odd ?? { url: '' }, {
      userFilter: '(sAMAccountName={username})',
      roles: { mapping: { admins: 'admin' } },
    });
    expect(await directory.authenticate({ ...attempt, name: 'grace' })).toMatchObject({ roles: [] });
  });

  it('hold attributes that are members of every object', async () => {
    const names = ['__proto__', 'constructor', 'hasOwnProperty', 'toString'].map((name) => [name, ['x']]);
    const directory = await given({ search: () => [person(Object.fromEntries(names))] });
    expect(await directory.authenticate(attempt)).toMatchObject({ username: 'ada' });
    expect(Object.keys(Object.prototype)).toEqual([]);
  });

  it('are no person without a name of an entry, which everybody could bind to (D2)', async () => {
    for (const dn of ['', ' ', 'no name']) {
      const directory = await given({ search: () => [person({}, dn)] });
      expect(await directory.authenticate(attempt)).toBeNull();
      expect(odd?.seen.filter((line) => line.startsWith('bind')).slice(1)).toEqual([
        expect.stringMatching(/^bind cn=nobody-/),
      ]);
      await odd?.close();
    }
  });

  it('say how a name is spelled when it is compared again: however it was typed, access and groups are the same', async () => {
    const search: OddAnswers['search'] = (filter) => (filter.includes('memberuid') ? [] : [person()]);
    const groups = { filter: '(memberUid={username})' };
    const directory = await given({ search }, { accessFilter: '(&(locked={username})(dn={user_dn}))', groups });
    await directory.authenticate({ ...attempt, name: ' ADA' });
    expect(odd?.seen).toContain(`search (&(locked=ada)(dn=${ADA}))`);
    expect(odd?.seen).toContain('search (memberuid=ada)');
  });

  it('are nobody for an unknown name, whatever a server says to a bind', async () => {
    const directory = await given({ bind: () => 0 });
    expect(await directory.authenticate(attempt)).toBeNull();
  });

  it('are nobody where they are about another one than was asked for', async () => {
    const directory = await given({ search: () => [person({ sAMAccountName: ['root'] })] });
    expect(await directory.authenticate(attempt)).toBeNull();
  });

  it('say so when the entry lacks what it was found by', async () => {
    const directory = await given({ search: () => [person({ sAMAccountName: [] })] });
    await expect(directory.authenticate(attempt)).rejects.toMatchObject({ code: 'ldap/answer-refused' });
  });

  it('that lead elsewhere are not followed (D5, F21)', async () => {
    let visits = 0;
    elsewhere = createServer(() => {
      visits += 1;
    });
    await new Promise<void>((resolve) => elsewhere?.listen(0, '127.0.0.1', resolve));
    const address = elsewhere.address();
    const references = [`ldap://127.0.0.1:${typeof address === 'object' ? address?.port : 0}/dc=x`];
    const unknown = await given({ references });
    expect(await unknown.authenticate(attempt)).toBeNull();
    await odd?.close();
    const known = await given({ references, search: () => [person()] });
    expect(await known.authenticate(attempt)).toMatchObject({ username: 'ada' });
    await odd?.close();
    const moved = await given({ searchCode: 10 });
    await expect(moved.authenticate(attempt)).rejects.toMatchObject({ code: 'ldap/answer-refused' });
    expect(visits).toBe(0);
  });

  it.each([
    [1, 'ldap/answer-refused'],
    [8, 'ldap/answer-refused'],
    [13, 'ldap/answer-refused'],
    [51, 'ldap/unreachable'],
    [52, 'ldap/unreachable'],
    [80, 'ldap/answer-refused'],
    [3333, 'ldap/answer-refused'],
  ])(
    "are no wrong password when they are of another kind: result code %s of a person's bind",
    async (code, expected) => {
      const bind = (dn: string): number => (dn === ADA ? code : 0);
      const directory = await given({ bind, search: () => [person()] });
      const error = await Promise.resolve(directory.authenticate(attempt)).catch((thrown: unknown) => thrown);
      expect(error).toMatchObject({ code: expected });
      expect(String(error)).not.toContain('canary');
    },
  );

  it.each([19, 21, 32, 34, 48, 49, 50, 53, 64])(
    "are a refusal when they are one: result code %s of a person's bind",
    async (code) => {
      const directory = await given({ bind: (dn) => (dn === ADA ? code : 0), search: () => [person()] });
      expect(await directory.authenticate(attempt)).toBeNull();
    },
  );

  it.each([8, 13])('say that the directory wants encryption: result code %s of the service', async (code) => {
    const directory = await given({ bind: () => code });
    await expect(directory.authenticate(attempt)).rejects.toMatchObject({
      code: 'ldap/bind-refused',
      message: expect.stringContaining('startTls'),
    });
  });

  it('are not repeated: the words of a server may hold what nobody should read', async () => {
    for (const code of [49, 53, 80]) {
      const directory = await given({ bind: () => code }, { bindDn: 'cn=a,dc=x', bindPassword: 'b' });
      const error = await Promise.resolve(directory.authenticate(attempt)).catch((thrown: unknown) => thrown);
      expect(String(error)).toContain(`result code ${code}`);
      expect(String(error)).not.toContain('canary');
      await odd?.close();
    }
  });
});
