import { describe, expect, it } from '@jest/globals';
import type { SignUpInput, SignUpMode } from '../src/index.ts';
import { problemOf, roleSets } from '../src/index.ts';
import { faultOf, type Given, givenAccounts, PASSWORD } from './fixture/given-accounts.ts';

const HOUR = 60 * 60 * 1000;
const input = { username: 'eve', email: null, displayName: null, password: PASSWORD };

let addresses = 0;
function signUp(given: Given, more: object = {}, from?: string) {
  addresses += 1;
  return given.accounts.signUp.create({ ...input, ...more } as SignUpInput, from ?? `198.51.100.${addresses % 256}`);
}

describe('signing up (A68, A78)', () => {
  it.each([
    ['active', 'signed-in'],
    ['pending', 'waiting'],
  ] as const)('where new users are %s makes one who is then %s', async (mode, kind) => {
    const given = await givenAccounts({ signUp: mode });
    expect(await signUp(given)).toMatchObject({ roles: ['viewer'], status: mode, mustChangePassword: false });
    expect((await given.signIn('EVE', PASSWORD)).kind).toBe(kind);
  });

  it('is refused where it is off', async () => {
    const given = await givenAccounts();
    expect(given.accounts.signUp.mode).toBe('off');
    expect(await faultOf(signUp(given))).toBe('accounts/sign-up-off');
  });

  it('takes no role, status or anything else from the stranger, under any name (A78, L1)', async () => {
    for (const mode of ['active', 'pending'] as const) {
      const given = await givenAccounts({ signUp: mode });
      const body = {
        roles: ['owner'],
        role: 'owner',
        status: 'active',
        is_active: true,
        is_superuser: true,
        isOwner: true,
        permissions: ['*'],
        mustChangePassword: true,
        id: given.owner.id,
        version: 7,
        passwordHash: 'x',
        createdAt: 0,
        lastSignInAt: 1,
      };
      const user = await signUp(given, body);
      expect(user).toMatchObject({
        roles: ['viewer'],
        status: mode,
        version: 1,
        lastSignInAt: null,
        mustChangePassword: false,
      });
      expect([user.id === given.owner.id, user.createdAt, user.passwordHash?.slice(0, 9)]).toEqual([
        false,
        given.now(),
        '$argon2id',
      ]);
      expect(Object.keys(user).sort()).toEqual(Object.keys(given.owner).sort());
    }
  });

  it('gives no role where the set names none for newcomers', async () => {
    const given = await givenAccounts({ signUp: 'active', roles: roleSets.superuser });
    expect((await signUp(given)).roles).toEqual([]);
  });

  it.each([
    ['accounts/field-invalid username', { username: ' ' }],
    ['accounts/field-invalid email', { email: 'eve' }],
    ['accounts/field-invalid password', { password: undefined }],
    ['accounts/field-invalid password', { password: ['x'] }],
    ['accounts/password-too-short password', { password: 'short' }],
    ['accounts/password-personal password', { username: 'grace-hopper-1906', password: 'grace-hopper-1906' }],
    ['core/identifier-taken', { username: 'ＯＷＮＥＲ' }],
  ])('%s', async (fault, more) => {
    expect(await faultOf(signUp(await givenAccounts({ signUp: 'active' }), more))).toBe(fault);
  });

  it('is possible twenty times an hour for one client, right or wrong; then it says when again (L7, A77)', async () => {
    const given = await givenAccounts({ signUp: 'pending' });
    const mine = (i: number) => `2001:db8:1:2:${i.toString(16)}:0:0:1`;
    for (let i = 0; i < 20; i += 1)
      await faultOf(signUp(given, i % 2 ? { username: `n${i}` } : { password: '' }, mine(i)));
    given.advance(HOUR / 2);
    const { made } = given.hashing;
    const error = await signUp(given, { username: 'more' }, mine(99)).catch((thrown: unknown) => thrown);
    expect(problemOf(error)).toMatchObject({
      status: 429,
      code: 'accounts/too-many-attempts',
      retryAfterSeconds: 1800,
    });
    expect(given.hashing.made).toBe(made);
    expect(await faultOf(signUp(given, { username: 'else' }, '2001:db8:1:3:0:0:0:1'))).toBe('no fault');
    given.advance(HOUR / 2);
    expect(await faultOf(signUp(given, { username: 'more' }, mine(99)))).toBe('no fault');
  });

  it('of one name fifty times at once makes one user (L6)', async () => {
    const given = await givenAccounts({ signUp: 'active' satisfies SignUpMode });
    const faults = await Promise.all(
      Array.from({ length: 50 }, (_, i) =>
        faultOf(signUp(given, { username: i % 2 ? 'Eve' : 'ｅｖｅ' }, `192.0.2.${i}`)),
      ),
    );
    expect(faults.filter((fault) => fault === 'no fault')).toHaveLength(1);
  });
});
