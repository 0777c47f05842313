import { createMemoryDurableStore, type Events } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { createIdentityAdmission, createLiveRoles, type Provisioning, roleSets } from '../../src/index.ts';

const ADA = { subject: '4711', username: 'ada', name: 'Ada', roles: [] };

function givenAdmission(provisioning: Provisioning) {
  const store = createMemoryDurableStore();
  const heard: string[] = [];
  const onError = (error: unknown) => {
    throw error;
  };
  const events: Events = { emit: (type) => heard.push(type) };
  const roles = createLiveRoles({ set: roleSets.team, store, mayCache: () => true, onError });
  const parts = { store, roles, provisioning, now: Date.now, events: () => events };
  return { store, heard, admission: createIdentityAdmission(parts) };
}

describe('people whom somebody else knows', () => {
  it('get one account, however many of their first sign-ins come at the same time', async () => {
    const { admission, store, heard } = givenAdmission('once');
    const verdicts = await Promise.all(Array.from({ length: 10 }, () => admission.admit('acme', ADA, ['viewer'])));
    const subjects = new Set(
      verdicts.map((verdict) => (verdict?.kind === 'verified' ? verdict.principal.subject : '')),
    );
    expect([subjects.size, (await store.users()).total, heard.length]).toEqual([1, 1, 1]);
  });

  it('get roles of the role set, and no word of somebody else, not even one that may become a role (A70)', async () => {
    const { admission, store } = givenAdmission('once');
    await admission.admit('acme', ADA, ['editor', 'stranger', '__proto__', '*', 'editor']);
    expect((await store.userByIdentity('acme', '4711'))?.roles).toEqual(['editor']);
  });

  it('are told apart by the source: the same subject elsewhere is somebody else (V18)', async () => {
    const { admission, store } = givenAdmission('once');
    for (const source of ['acme', 'other']) await admission.admit(source, ADA, []);
    const found = [await admission.accountOf('acme', '4711'), await admission.accountOf('other', '4711')];
    expect([new Set(found).size, (await store.users()).total]).toEqual([2, 2]);
    expect(await admission.accountOf('third', '4711')).toBeNull();
  });

  it('are called as nobody can foresee where they have no name, so that nobody takes it before', async () => {
    const { admission, store } = givenAdmission('once');
    for (const source of ['acme', 'other']) await admission.admit(source, { subject: '4711', roles: [] }, []);
    const { users } = await store.users();
    const endings = users.map(({ username }) => /^(?:acme|other)-([0-9a-f]{16})$/.exec(username)?.[1]);
    expect([endings.length, new Set(endings).size, endings.includes(undefined)]).toEqual([2, 2, false]);
  });

  it('get no account where that is off', async () => {
    const { admission, store } = givenAdmission('off');
    expect(await admission.admit('acme', ADA, ['owner'])).toBeNull();
    expect((await store.users()).total).toBe(0);
  });

  it.each(['pending', 'disabled'] as const)(
    'stay out while the account is %s, whatever roles they bring (A54)',
    async (status) => {
      const { admission, store } = givenAdmission('each-time');
      await admission.admit('acme', ADA, ['viewer']);
      const user = await store.userByIdentity('acme', '4711');
      await store.write((writer) => writer.putUser({ ...(user as NonNullable<typeof user>), status }));
      const verdict = await admission.admit('acme', ADA, ['owner']);
      expect(verdict?.kind).toBe(status === 'pending' ? 'waiting' : 'refused');
      expect((await store.userByIdentity('acme', '4711'))?.roles).toEqual(['viewer']);
    },
  );
});
