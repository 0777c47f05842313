/**
 * Keys that open nothing any more are told from values that no key ever was: only these are guesses.
 */

import { hashSecret } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { createKeyDirectory } from '../../src/index.ts';
import { givenAccounts, MACHINE } from '../fixture/given-accounts.ts';

const MINUTE = 60_000;

async function given() {
  const { accounts, store, roles, now } = await givenAccounts();
  const { keys, users } = accounts;
  if (keys === null) throw new Error('there are no keys');
  const places = { header: 'x-api-key', parameter: null, prefix: 'dwk_' };
  let passed = 0;
  const later = (): number => now() + passed;
  const directory = createKeyDirectory({ places, store, roles, mayCache: () => true, now: later, onError: () => {} });
  const reasonOf = async (secret: string): Promise<string> => {
    const credentials = { headers: new Map([['x-api-key', secret]]) };
    const outcome = await directory.scheme.authenticate(credentials, { clientAddress: '127.0.0.1', path: '/' });
    return outcome.kind === 'rejected' ? outcome.reason : outcome.kind;
  };
  const pass = (ms: number): void => {
    passed += ms;
  };
  return { keys, users, now, reasonOf, pass, close: () => directory.close() };
}

describe('a key that opens nothing any more', () => {
  it('is ended when it is disabled, over or replaced, and a guess when nobody knows it (A29, F32)', async () => {
    const { keys, now, reasonOf, pass, close } = await given();
    const made = (name: string) => keys.createService(MACHINE, { name, expiresAt: now() + MINUTE });
    const [disabled, over, replaced, deleted] = [await made('a'), await made('b'), await made('c'), await made('d')];
    await keys.update(MACHINE, disabled.key.id, { status: 'disabled' });
    await keys.rotate(MACHINE, replaced.key.id, 0);
    await keys.delete(MACHINE, deleted.key.id);
    expect(await reasonOf(over.secret)).toBe('authenticated');
    pass(MINUTE);
    const reasons = await Promise.all([disabled, over, replaced, deleted].map(({ secret }) => reasonOf(secret)));
    expect(reasons).toEqual(['ended', 'ended', 'ended', 'invalid']);
    expect([await reasonOf('dwk_never'), await reasonOf(hashSecret(over.secret))]).toEqual(['invalid', 'invalid']);
    await close();
  });

  it('is ended with its owner shut out (A72, S6)', async () => {
    const { keys, users, reasonOf, close } = await given();
    const { user: ada } = await users.create(MACHINE, {
      username: 'ada',
      password: 'correct horse battery',
      roles: ['viewer'],
    });
    const { secret } = await keys.createFor(MACHINE, ada.id, { name: 'ada’s' });
    expect(await reasonOf(secret)).toBe('authenticated');
    await users.update(MACHINE, ada.id, { status: 'disabled' });
    expect(await reasonOf(secret)).toBe('ended');
    await close();
  });
});
