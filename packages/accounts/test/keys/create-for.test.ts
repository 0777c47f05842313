import { describe, expect, it } from '@jest/globals';
import { type Actor, machineActor } from '../../src/index.ts';
import { faultOf, givenAccounts, MACHINE } from '../fixture/given-accounts.ts';

async function someone() {
  const { accounts, actor, owner, user, store, events } = await givenAccounts();
  const { keys } = accounts;
  if (keys === null) throw new Error('keys are on');
  const { id } = await user('vera');
  return { keys, store, events, as: (name: 'owner' | 'vera') => actor(name === 'owner' ? owner.id : id) };
}

describe('a key for somebody else', () => {
  it('is made by the machine, acts as that user, and is noted so', async () => {
    const { keys, as, events } = await someone();
    const vera = (await as('vera')).principal.subject;
    const { key, secret } = await keys.createFor(machineActor('command-line'), vera, {
      name: ' backup ',
      permissions: ['report:read'],
    });
    expect(key).toMatchObject({ name: 'backup', owner: vera, roles: [], createdBy: 'machine' });
    expect(secret).toMatch(/^dwk_[\w-]{43}$/);
    expect((await keys.list(await as('vera'))).keys).toEqual([key]);
    expect(events.at(-1)).toMatchObject({ type: 'key-created', subject: 'machine', target: vera });
  });

  it('is made by nobody else, whatever he may and whatever he calls himself', async () => {
    const { keys, as, store, events } = await someone();
    const vera = (await as('vera')).principal.subject;
    const before = events.length;
    const pretenders: readonly Actor[] = [
      await as('owner'),
      await as('vera'),
      { principal: { ...MACHINE.principal }, clientAddress: '' },
      { ...MACHINE },
      structuredClone(MACHINE),
    ];
    for (const actor of pretenders) {
      expect(await faultOf(keys.createFor(actor, vera, { name: 'stolen' }))).toBe('accounts/not-allowed');
    }
    expect([(await store.keys()).total, events.length]).toEqual([0, before]);
  });

  it('is refused for a user that is not there, and held to the rules of every key', async () => {
    const { keys, as } = await someone();
    const vera = (await as('vera')).principal.subject;
    expect(await faultOf(keys.createFor(MACHINE, 'nobody', { name: 'x' }))).toBe('accounts/not-found');
    expect(await faultOf(keys.createFor(MACHINE, vera, { name: '' }))).toBe('accounts/field-invalid name');
    expect(await faultOf(keys.createFor(MACHINE, vera, { name: 'x', expiresAt: 1 }))).toBe(
      'accounts/field-invalid expiresAt',
    );
    for (let made = 0; made < 100; made += 1) await keys.createFor(MACHINE, vera, { name: `key ${made}` });
    expect(await faultOf(keys.createFor(MACHINE, vera, { name: 'x' }))).toBe('accounts/too-many-keys');
  });
});
