import { createMemoryDurableStore, type DurableStore } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { createLiveRoles, type LiveRoles, roleSets } from '../../src/index.ts';

const role = (name: string, more: object = {}) => ({
  name,
  label: '',
  description: '',
  permissions: ['report:read'],
  inherits: [],
  ...more,
});
const put = (store: DurableStore, value: unknown) =>
  store.write((writer) => writer.putSetting('roles', typeof value === 'string' ? value : JSON.stringify(value)));

interface Following {
  readonly store: DurableStore;
  readonly roles: LiveRoles;
  readonly errors: string[];
}

function follow(store: DurableStore = createMemoryDurableStore(), mayCache = () => true): Following {
  const errors: string[] = [];
  const onError = (error: unknown) => errors.push(String(error));
  return { store, errors, roles: createLiveRoles({ set: roleSets.team, store, mayCache, onError }) };
}

describe('roles in the store', () => {
  it('count from the next settling on, the same frozen list until then', async () => {
    const { store, roles } = follow();
    await roles.settle();
    const viewer = roles.permissionsOf(['viewer']);
    let told = 0;
    const stop = roles.onChange(() => told++);
    await store.write((writer) => writer.putSetting('other', '1'));
    expect([told, roles.permissionsOf(['viewer'])]).toEqual([0, viewer]);
    expect(roles.permissionsOf(['viewer'])).toBe(viewer);
    await put(store, [role('clerk')]);
    await roles.settle();
    expect([told, roles.has('clerk'), roles.permissionsOf(['clerk'])]).toEqual([1, true, ['report:read']]);
    stop();
    await put(store, []);
    await roles.settle();
    expect([told, roles.has('clerk')]).toEqual([1, false]);
  });

  it('are heard of by who only looks', async () => {
    const { store, roles } = follow();
    await put(store, [role('clerk')]);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(roles.all.map(({ name }) => name)).toContain('clerk');
  });

  it.each<[string, unknown]>([
    ['no JSON', '{'],
    ['no list', { roles: [role('clerk')] }],
    ['a text', '"clerk"'],
    ['nothing in particular', 'null'],
    ['entries of other kinds', [null, 1, 'clerk', [], {}]],
    ['an entry with less', [{ name: 'clerk', permissions: ['report:read'] }]],
    ['fields of other kinds', [role('clerk', { permissions: 'report:read' }), role('x', { inherits: [1] })]],
    ['a permission that is none', [role('clerk', { permissions: ['report:read', 'all'] })]],
    ['everything', [role('clerk', { permissions: ['*'] })]],
    ['a name that is none', [role('clerk '), role('__proto__'), role('')]],
  ])('that are %s give nothing, are reported once, and stop nothing (S6)', async (_what, value) => {
    const { store, roles, errors } = follow();
    await put(store, value);
    await roles.settle();
    const names = Object.keys(roleSets.team.roles);
    expect(roles.all.map(({ name }) => name)).toEqual(names);
    expect(roles.permissionsOf(['clerk', 'x', '__proto__', ''])).toEqual([]);
    await put(store, []);
    await roles.settle();
    await put(store, value);
    await roles.settle();
    expect(errors.filter((error) => error.includes('cannot be read')).length).toBeGreaterThan(0);
    expect(new Set(errors).size).toBe(errors.length);
  });

  it('that can be read count beside some that cannot; of two of one name the first', async () => {
    const { store, roles, errors } = follow();
    await put(store, [role('a'), 7, role('b', { inherits: ['a', 'gone'] }), role('a', { permissions: ['x:y'] })]);
    await roles.settle();
    expect([roles.permissionsOf(['a']), roles.permissionsOf(['b'])]).toEqual([['report:read'], ['report:read']]);
    expect(errors).toEqual(['Error: 2 of the custom roles in the store cannot be read, and give nothing']);
  });

  it('that inherit in a circle give what they hold, and no more', async () => {
    const { store, roles } = follow();
    await put(store, [role('a', { inherits: ['b'] }), role('b', { permissions: ['x:y'], inherits: ['a'] })]);
    await roles.settle();
    expect([...roles.permissionsOf(['a'])].sort()).toEqual(['report:read', 'x:y']);
  });

  it('of a name that the configuration has are ignored, reported once, and kept', async () => {
    const { store, roles, errors } = follow();
    for (const label of ['a', 'b']) {
      await put(store, [role('viewer', { permissions: ['report:delete'], label })]);
      await roles.settle();
    }
    expect([roles.permissionsOf(['viewer']), errors]).toEqual([
      ['*:read'],
      ['Error: the configuration has a role "viewer", so the custom one is ignored'],
    ]);
    const shown = roles.all.filter(({ name }) => name === 'viewer');
    expect(shown).toMatchObject([{ label: 'Viewer', permissions: ['*:read'], isCustom: false }]);
    expect(roles.custom.length).toBe(1);
  });
});

describe('what is known of the roles', () => {
  it('is asked for each time while changes by other processes cannot be heard', async () => {
    let hears = true;
    const store = createMemoryDurableStore();
    const deaf: DurableStore = { ...store, subscribe: () => () => undefined };
    const { roles } = follow(deaf, () => hears);
    await roles.settle();
    await put(store, [role('clerk')]);
    await roles.settle();
    expect(roles.has('clerk')).toBe(false);
    hears = false;
    await roles.settle();
    expect(roles.has('clerk')).toBe(true);
  });

  it('never goes back to what an older read brings later', async () => {
    const store = createMemoryDurableStore();
    const { roles } = follow(store);
    let answerOld: (text: string | null) => void = () => undefined;
    const old = roles.refresh({
      setting: () =>
        new Promise((resolve) => {
          answerOld = resolve;
        }),
    });
    await roles.refresh({ setting: () => JSON.stringify([role('new')]) });
    answerOld(null);
    await old;
    expect(roles.has('new')).toBe(true);
  });

  it('is not certain after a read that failed: the next one asks again', async () => {
    const store = createMemoryDurableStore();
    let isAway = false;
    const away = (): never => {
      throw new Error('away');
    };
    const { roles } = follow({ ...store, setting: (name) => (isAway ? away() : store.setting(name)) });
    await roles.settle();
    isAway = true;
    await put(store, [role('clerk')]);
    expect(() => roles.settle()).toThrow('away');
    isAway = false;
    await roles.settle();
    expect(roles.has('clerk')).toBe(true);
  });
});
