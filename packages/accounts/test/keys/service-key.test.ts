import type { Principal } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { createKeyDirectory, type NewServiceKey } from '../../src/index.ts';
import { givenAccounts, MACHINE } from '../fixture/given-accounts.ts';

/** Whom a new service key acts as. */
async function principalOf(input: Omit<NewServiceKey, 'name'>): Promise<Principal> {
  const { accounts, store, roles, now, errors } = await givenAccounts();
  const directory = createKeyDirectory({
    places: { header: 'x-api-key', parameter: null, prefix: 'dwk_' },
    store,
    roles,
    mayCache: () => true,
    now,
    onError: (error) => void errors.push(error),
  });
  const made = await accounts.keys?.createService(MACHINE, { name: 'deploy', ...input });
  const outcome = await directory.scheme.authenticate(
    { headers: new Map([['x-api-key', made?.secret ?? '']]) },
    { clientAddress: '127.0.0.1', path: '/' },
  );
  await directory.close();
  if (outcome.kind !== 'authenticated') throw new Error(`the key was ${outcome.kind}`);
  return outcome.principal;
}

describe('a service key', () => {
  it('with roles may what they may', async () => {
    expect(await principalOf({ roles: ['viewer'] })).toMatchObject({ roles: ['viewer'], permissions: ['*:read'] });
  });

  it('with permissions alone may these', async () => {
    expect(await principalOf({ permissions: ['flows:read'] })).toMatchObject({
      roles: [],
      permissions: ['flows:read'],
    });
  });

  it('with both may what both allow, and has no role (L14)', async () => {
    const principal = await principalOf({ roles: ['viewer'], permissions: ['flows:*'] });
    expect(principal).toMatchObject({ roles: [], permissions: ['flows:read'] });
  });

  it('with neither may nothing', async () => {
    expect(await principalOf({})).toMatchObject({ roles: [], permissions: [] });
    expect(await principalOf({ roles: ['viewer'], permissions: [] })).toMatchObject({ roles: [], permissions: [] });
  });
});
