/**
 * Keys that open nothing any more are told from values that no key ever was: only these are guesses.
 */

import { type DurableStore, hashSecret } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { createKeyDirectory } from '../../src/index.ts';
import { givenAccounts, MACHINE } from '../fixture/given-accounts.ts';

const MINUTE = 60_000;

async function given(around: (store: DurableStore) => DurableStore = (store) => store) {
  const { accounts, store, roles, now } = await givenAccounts();
  const { keys, users } = accounts;
  if (keys === null) throw new Error('there are no keys');
  const places = { header: 'x-api-key', parameter: null, prefix: 'dwk_' };
  let passed = 0;
  const later = (): number => now() + passed;
  const directory = createKeyDirectory({
    places,
    store: around(store),
    roles,
    mayCache: () => true,
    now: later,
    onError: () => {},
  });
  const request = { clientAddress: '127.0.0.1', path: '/' };
  const presented = (secret: string) => ({ headers: new Map([['x-api-key', secret]]) });
  const recalled = (secret: string) => directory.scheme.recall?.(presented(secret), request) ?? null;
  const reasonOf = async (secret: string): Promise<string> => {
    const outcome = await directory.scheme.authenticate(presented(secret), request);
    return outcome.kind === 'rejected' ? outcome.reason : outcome.kind;
  };
  const pass = (ms: number): void => {
    passed += ms;
  };
  return { keys, users, now, reasonOf, recalled, pass, close: () => directory.close() };
}

describe('a key that opens nothing any more', () => {
  it('is ended when it is disabled, over or replaced, and a guess when nobody knows it (A29, F32)', async () => {
    const { keys, now, reasonOf, recalled, pass, close } = await given();
    const made = (name: string) => keys.createService(MACHINE, { name, expiresAt: now() + MINUTE });
    const [disabled, over, replaced, deleted] = [await made('a'), await made('b'), await made('c'), await made('d')];
    await keys.update(MACHINE, disabled.key.id, { status: 'disabled' });
    await keys.rotate(MACHINE, replaced.key.id, 0);
    await keys.delete(MACHINE, deleted.key.id);
    const reasons = await Promise.all([disabled, over, replaced, deleted].map(({ secret }) => reasonOf(secret)));
    expect(reasons).toEqual(['ended', 'authenticated', 'ended', 'invalid']);
    pass(MINUTE);
    expect([recalled(over.secret), await reasonOf(over.secret)]).toEqual([null, 'ended']);
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
  it('is not remembered where it was ended while it was looked up (A29)', async () => {
    let release = (): void => undefined;
    const gate = new Promise<void>((resolve) => {
      release = resolve;
    });
    let seen = (): void => undefined;
    const found = new Promise<void>((resolve) => {
      seen = resolve;
    });
    const held = (store: DurableStore): DurableStore => ({
      ...store,
      async keyBy(hash) {
        const record = await store.keyBy(hash);
        seen();
        await gate;
        return record;
      },
    });
    const { keys, reasonOf, recalled, close } = await given(held);
    const { secret, key } = await keys.createService(MACHINE, { name: 'a' });
    const before = reasonOf(secret);
    await found;
    await keys.update(MACHINE, key.id, { status: 'disabled' });
    release();
    expect(await before).toBe('authenticated');
    expect([recalled(secret), await reasonOf(secret)]).toEqual([null, 'ended']);
    await close();
  });
});
