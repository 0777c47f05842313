/**
 * The key that the configuration names: made once, and replaced when it names another one.
 */

import { hashSecret } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { ensureBootstrapKey } from '../../src/index.ts';
import { givenAccounts, MACHINE } from '../fixture/given-accounts.ts';

const [FIRST, SECOND] = ['k7Qm2xVb9TzRw4LcYh8sNf3JpGd6AeUi', 'Zt5Wn8yKc1PqXr6MvBj3HsDf9GaLe2Uo'];

async function given() {
  const { accounts, store, roles, now } = await givenAccounts();
  const { keys } = accounts;
  if (keys === null) throw new Error('there are no keys');
  const start = (secret: string): Promise<void> => ensureBootstrapKey({ store, roles, now }, secret);
  const list = async () => (await keys.list(MACHINE, { owner: null })).keys;
  const idOf = async (secret: string) => (await store.keyBy(hashSecret(secret)))?.id ?? null;
  return { keys, start, list, idOf };
}

describe('the bootstrap key', () => {
  it.each([0, 1, 2, 3])('is replaced by another one, though its secret was rotated %i times (A29)', async (times) => {
    const { keys, start, list, idOf } = await given();
    const { key: other } = await keys.createService(MACHINE, { name: 'other' });
    await start(FIRST);
    const id = (await idOf(FIRST)) ?? '';
    const secrets = [FIRST];
    for (let n = 0; n < times; n += 1) secrets.push((await keys.rotate(MACHINE, id)).secret);
    await start(SECOND);
    expect((await list()).map(({ name }) => name).sort()).toEqual(['bootstrap', other.name]);
    expect(await Promise.all(secrets.map(idOf))).toEqual(secrets.map(() => null));
  });

  it('may be named by the secret that it was given by rotating', async () => {
    const { keys, start, list, idOf } = await given();
    await start(FIRST);
    const id = (await idOf(FIRST)) ?? '';
    await keys.rotate(MACHINE, id);
    const { secret } = await keys.rotate(MACHINE, id);
    await start(secret);
    expect(await list()).toMatchObject([{ name: 'bootstrap', hint: secret.slice(-4) }]);
  });

  it('is no key that was made otherwise, which keeps what it may: that stops the start with the remedy', async () => {
    const { keys, start, list } = await given();
    const { secret } = await keys.createService(MACHINE, { name: 'other', permissions: ['flows:read'] });
    const before = await list();
    const error = await start(secret).catch((caught: unknown) => caught);
    expect(error).toMatchObject({ code: 'accounts/options-invalid', option: 'apiKeys.bootstrap' });
    expect(String(error)).toMatch(/doorward secret/);
    expect(String(error)).not.toContain(secret);
    expect(await list()).toEqual(before);
  });
});
