import { beforeEach, describe, expect, it } from '@jest/globals';
import type { OwnActor } from '../../src/index.ts';
import { faultOf, type Given, MACHINE, OTHER_PASSWORD } from '../fixture/given-accounts.ts';
import { givenTeam, type Team } from '../fixture/given-team.ts';

let given: Given;
let owner: OwnActor;
let admin: OwnActor;
let ids: Team['ids'];
beforeEach(async () => {
  ({ given, owner, admin, ids } = await givenTeam());
});

describe('faults say what is wrong, and with which field', () => {
  const cases: readonly (readonly [string, () => Promise<unknown>])[] = [
    ['accounts/field-invalid username', () => given.accounts.users.create(owner, { username: '' })],
    ['accounts/field-invalid email', () => given.accounts.users.create(owner, { username: 'x', email: 'x' })],
    ['accounts/field-invalid roles', () => given.accounts.users.create(owner, { username: 'x', roles: ['king'] })],
    ['accounts/field-invalid roles', () => given.accounts.users.update(owner, ids.viewer, { roles: ['__proto__'] })],
    [
      'accounts/field-invalid status',
      () => given.accounts.users.create(owner, { username: 'x', status: 'Disabled' as never }),
    ],
    ['accounts/field-invalid status', () => given.accounts.users.update(owner, ids.viewer, { status: '' as never })],
    [
      'accounts/field-invalid password',
      () => given.accounts.users.create(owner, { username: 'x', password: 5 as never }),
    ],
    [
      'accounts/password-too-short password',
      () => given.accounts.users.create(owner, { username: 'x', password: 'short' }),
    ],
    [
      'accounts/password-too-long password',
      () => given.accounts.users.create(owner, { username: 'x', password: `a B${'cd '.repeat(400)}` }),
    ],
    [
      'accounts/password-common password',
      () => given.accounts.users.create(owner, { username: 'x', password: 'aaaaaaaaaaaaaaaaaa' }),
    ],
    [
      'accounts/password-personal password',
      () => given.accounts.users.create(owner, { username: 'grace-hopper-1906', password: 'grace-hopper-1906' }),
    ],
    [
      'accounts/password-personal password',
      () =>
        given.accounts.users.update(owner, ids.viewer, {
          username: 'grace-hopper-1906',
          password: 'grace-hopper-1906',
        }),
    ],
    [
      'accounts/hash-unsupported passwordHash',
      () => given.accounts.users.create(owner, { username: 'x', passwordHash: 'md5' }),
    ],
    ['core/identifier-taken', () => given.accounts.users.create(owner, { username: 'THE-viewer' })],
    ['core/identifier-taken', () => given.accounts.users.update(owner, ids.editor, { username: 'ｔｈｅ-viewer' })],
    ['accounts/not-allowed roles', () => given.accounts.users.update(admin, ids.viewer, { roles: ['admin'] })],
    ['accounts/not-allowed', () => given.accounts.users.get(admin, ids.owner)],
    ['accounts/not-found', () => given.accounts.users.get(owner, 'nobody')],
    ['accounts/not-found', () => given.accounts.users.delete(owner, '')],
    ['accounts/own-account', () => given.accounts.users.delete(owner, given.owner.id)],
    ['accounts/own-account status', () => given.accounts.users.update(owner, given.owner.id, { status: 'disabled' })],
    [
      'accounts/own-account password',
      () => given.accounts.users.update(owner, given.owner.id, { password: OTHER_PASSWORD }),
    ],
    ['accounts/own-account password', () => given.accounts.users.resetPassword(owner, given.owner.id)],
  ];
  it.each(cases)('%s', async (fault, attempt) => {
    expect(await faultOf(attempt())).toBe(fault);
  });

  it('accounts/last-owner, whatever takes the last one away (A16)', async () => {
    const { users } = given.accounts;
    await users.update(owner, ids.owner, { status: 'disabled' });
    const { id } = given.owner;
    expect(await faultOf(users.update(owner, id, { roles: ['admin'] }))).toBe('accounts/last-owner');
    expect(await faultOf(users.update(owner, id, { roles: [] }))).toBe('accounts/last-owner');
    expect(await faultOf(users.update(MACHINE, id, { status: 'disabled' }))).toBe('accounts/last-owner');
    expect(await faultOf(users.update(MACHINE, id, { status: 'pending' }))).toBe('accounts/last-owner');
    expect(await faultOf(users.delete(MACHINE, id))).toBe('accounts/last-owner');
    await users.update(owner, id, { roles: ['owner', 'viewer'] });
  });
});
