/**
 * What is wrong with options is said with their path, and what is right is left as it was given.
 */

import { createMemoryDurableStore, createMemoryStore, isAuthError } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { createAuth, type DoorwardOptions } from '../src/index.ts';
import { WRONG } from './fixture/wrong-options.ts';

describe('an option that is wrong', () => {
  it.each(WRONG.map(([options, path]) => [shown(options), path, options] as const))(
    'stops the start: %s, naming %s, what is wrong and the remedy (decision 20, L5, A96)',
    async (_shown, path, options) => {
      const error = await rejection(options);
      expect(isAuthError(error)).toBe(true);
      expect(error).toMatchObject({ code: expect.stringMatching(/^(?:auth|core)\/options-invalid$/), option: path });
      const { message } = error as Error;
      expect(message).toContain(`${path}: `);
      expect(message).toMatch(
        /\b(?:write|use|give|name|make|set|keep|remove|configure|need|did you mean|see docs|expected)\b/i,
      );
    },
  );

  it.each([
    ['store', createMemoryStore()],
    ['durableStore', createMemoryDurableStore()],
  ] as const)('may be a %s that lacks any one method: all of them are named', async (option, store) => {
    await store.close();
    const methods = Object.keys(store);
    expect(methods.length).toBeGreaterThan(10);
    for (const method of methods) {
      const error = await rejection({ [option]: { ...store, [method]: undefined } });
      expect(error).toMatchObject({ code: 'auth/options-invalid', option });
      for (const name of methods) expect((error as Error).message).toMatch(new RegExp(`\\b${name}\\b`));
    }
  });

  it('is never repeated where it could be a secret (decision 19, S17)', async () => {
    const leaks: string[] = [];
    for (const [options, path] of WRONG) {
      const { message, stack, cause } = (await rejection(options)) as Error;
      if (`${message} ${stack} ${String(cause ?? '')}`.includes('S3CR3T!')) leaks.push(path);
    }
    expect(leaks).toEqual([]);
  });

  it('is named beside the other wrong ones', async () => {
    const error = (await rejection({ auth: 'on', realm: '', session: { idleSeconds: 0 } })) as Error;
    for (const path of ['auth: ', 'realm: ', 'session.idleSeconds: ']) expect(error.message).toContain(path);
  });

  it('gets a hint when it is nearly one of ours', async () => {
    expect(((await rejection({ tokenfile: 'x' })) as Error).message).toMatch(/did you mean tokenFile/i);
    expect(((await rejection({ sesion: {} })) as Error).message).toMatch(/did you mean session/i);
    expect(((await rejection({ publicURL: 'x' })) as Error).message).toMatch(/did you mean publicUrl/i);
  });
});

describe('options', () => {
  it('may be written to by nobody, nor be changed afterwards: they are read once (decision 20, style)', async () => {
    const rules = ['/assets/'];
    const options: DoorwardOptions = {
      token: 'sup3rs3cr3t-token',
      public: rules,
      origins: ['https://app.example'],
      trustProxy: ['10.0.0.0/8'],
      session: { idleSeconds: 60, absoluteSeconds: 3600 },
      paths: { login: '/in' },
      page: { title: 'x', accent: { light: '#123456' } },
      publicUrl: new URL('https://own.example/tools'),
      onEvent: [() => undefined],
    };
    const frozen = deepFreeze(structuredCloneWithFunctions(options));
    const auth = await createAuth(frozen, {});
    rules.push('/');
    (options.publicUrl as URL).pathname = '/evil';
    expect(auth.site('')).toMatchObject({ login: '/tools/in', arriving: '/tools' });
    await auth.close();

    const later = await createAuth(options, {});
    rules.push('/secret');
    (options as { public?: string[] }).public = ['/'];
    expect(await later.begin(viewOf('/secret'))).toMatchObject({ kind: 'respond', status: 401 });
    await later.close();
  });

  it('given as undefined are options that were not given', async () => {
    const all = Object.fromEntries(
      [
        'auth',
        'token',
        'tokenFile',
        'secret',
        'publicUrl',
        'basePath',
        'origins',
        'session',
        'page',
        'paths',
        'store',
        'log',
        'onEvent',
        'public',
        'trustProxy',
      ].map((name) => [name, undefined]),
    );
    await (await createAuth({ ...all, session: { idleSeconds: undefined }, page: { title: undefined } }, {})).close();
  });

  it.each([
    [{ publicUrl: 'https://own.example' }, ''],
    [{ publicUrl: 'https://own.example/' }, ''],
    [{ publicUrl: 'https://own.example/tools' }, '/tools'],
    [{ publicUrl: 'https://own.example/tools/' }, '/tools'],
    [{ publicUrl: new URL('https://own.example/a/b') }, '/a/b'],
    [{ basePath: '/' }, ''],
    [{ basePath: '/tools' }, '/tools'],
    [{ basePath: '/~ada/a.b-c_d' }, '/~ada/a.b-c_d'],
  ] as const)('of a place are understood: %j', async (options, visible) => {
    const auth = await createAuth({ ...options, token: 'sup3rs3cr3t-token' }, {});
    expect(auth.site('').visible).toBe(visible);
    await auth.close();
  });

  it('are read in time that grows with their length alone (corpus 4.14)', async () => {
    for (const text of [
      '/a'.repeat(50_000),
      `${'/a'.repeat(50_000)}!`,
      'a'.repeat(100_000),
      '/'.repeat(100_000),
      `/${'a.'.repeat(50_000)}`,
      '~'.repeat(100_000),
    ]) {
      for (const options of [
        { basePath: text },
        { paths: { login: text } },
        { publicUrl: `https://own.example${text}` },
        { page: { logo: text } },
        { realm: text },
        { public: [text] },
      ]) {
        const started = performance.now();
        await createAuth(options, {}).then(
          (auth) => auth.close(),
          () => undefined,
        );
        expect([Object.keys(options), text.slice(0, 5), performance.now() - started < 2000]).toEqual([
          Object.keys(options),
          text.slice(0, 5),
          true,
        ]);
      }
    }
  });
});

describe('NODE_ENV=production', () => {
  const before = process.env['NODE_ENV'];
  const inProduction = async (options: DoorwardOptions): Promise<unknown> => {
    process.env['NODE_ENV'] = 'production';
    try {
      return await rejection(options);
    } finally {
      if (before === undefined) delete process.env['NODE_ENV'];
      else process.env['NODE_ENV'] = before;
    }
  };

  it('forbids to switch authentication off by accident (decision 11, L15)', async () => {
    expect(await inProduction({ auth: 'off' })).toMatchObject({ code: 'auth/options-invalid', option: 'auth' });
    expect(await inProduction({ auth: 'off', openToNetwork: true })).toBeUndefined();
  });

  it('opens nothing and changes nothing else (A96)', async () => {
    expect(await inProduction({})).toBeUndefined();
    expect(await inProduction({ token: 'sup3rs3cr3t-token' })).toBeUndefined();
  });

  it('counts where it stands in the environment that was given, too', async () => {
    await expect(createAuth({ auth: 'off' }, { NODE_ENV: 'production' })).rejects.toMatchObject({ option: 'auth' });
  });
});

async function rejection(options: unknown): Promise<unknown> {
  try {
    const auth = await createAuth(options as DoorwardOptions, {});
    await auth.close();
  } catch (error) {
    return error;
  }
  return undefined;
}

function shown(options: unknown): string {
  const text = JSON.stringify(options, (_key, value: unknown) =>
    typeof value === 'string' && value.length > 60 ? `${value.slice(0, 20)}…` : value,
  );
  return text ?? String(options);
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !(value instanceof URL)) Object.values(value).forEach(deepFreeze);
  return Object.freeze(value);
}

function structuredCloneWithFunctions<T>(value: T): T {
  if (Array.isArray(value)) return value.map(structuredCloneWithFunctions) as T;
  if (typeof value !== 'object' || value === null || value instanceof URL) return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, structuredCloneWithFunctions(one)])) as T;
}

function viewOf(target: string) {
  return {
    method: 'GET',
    target,
    rootPath: '',
    remoteAddress: '127.0.0.1',
    mounts: null,
    upgrade: false,
    header: () => undefined,
    headerLines: () => [],
  };
}
