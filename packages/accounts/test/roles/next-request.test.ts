/**
 * A change of a role counts at the next request, also while the store that has it answers slowly (decision 4).
 */

import type { DurableStore } from '@doorward/core';
import { expect, it } from '@jest/globals';
import { createDirectory, createKeyDirectory, machineActor } from '../../src/index.ts';
import { type Given, givenAccounts, PASSWORD } from '../fixture/given-accounts.ts';

const MACHINE = machineActor('test');

const slow = (store: DurableStore): DurableStore => ({
  ...store,
  async setting(name) {
    await new Promise((resolve) => setTimeout(resolve, 20));
    return store.setting(name);
  },
});

async function givenClerk(): Promise<{ given: Given; id: string }> {
  const given = await givenAccounts({ wrapDurable: slow });
  await given.accounts.customRoles.create(MACHINE, { name: 'clerk', permissions: ['report:read'] });
  return { given, id: (await given.user('cleo', { roles: ['clerk'] })).id };
}

/** As another process changes it: nobody here waits for what was changed. */
const takeAll = ({ store }: Given) => store.write((writer) => writer.putSetting('roles', null));

it('a session has what its roles give since the change (decision 4)', async () => {
  const { given, id } = await givenClerk();
  const { subjects } = createDirectory({ ...given, hasPasswords: true, onError: () => undefined });
  const permissions = async () => (await subjects.current(id, 1, 'password'))?.permissions;
  expect(await permissions()).toEqual(['report:read']);
  await takeAll(given);
  expect(await permissions()).toEqual([]);
});

it('a key is forgotten, and has what its roles give since the change (A74)', async () => {
  const { given } = await givenClerk();
  const { secret } = (await given.accounts.keys?.createService(MACHINE, { name: 'robot', roles: ['clerk'] })) ?? {};
  const places = { header: 'x-api-key', parameter: null, prefix: 'dwk_' };
  const { scheme, close } = createKeyDirectory({ ...given, places, mayCache: () => true, onError: () => undefined });
  const bearer = { bearer: secret } as never;
  const permissions = async () => {
    const outcome = await scheme.authenticate(bearer, {} as never);
    return outcome.kind === 'authenticated' ? outcome.principal.permissions : null;
  };
  expect(await permissions()).toEqual(['report:read']);
  await takeAll(given);
  expect(scheme.recall?.(bearer, {} as never)).toBeNull();
  expect(await permissions()).toEqual([]);
  await close();
});

it('who signs in has what his roles give since the change', async () => {
  const { given } = await givenClerk();
  const cookie = await given.cookieOf('cleo');
  expect((await given.core.clientSessions.current(cookie))?.decision.principal?.permissions).toEqual(['report:read']);
  await takeAll(given);
  const outcome = await given.core.signIn.withPassword(
    { name: 'cleo', password: PASSWORD, isLocal: false },
    { clientAddress: '203.0.113.9', cookieHeader: undefined },
  );
  expect(outcome).toMatchObject({ kind: 'signed-in', principal: { permissions: [] } });
});
