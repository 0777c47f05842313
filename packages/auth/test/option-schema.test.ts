import { createMemoryDurableStore, createMemoryStore, isAuthError } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { createAuth, type DoorwardOptions } from '../src/index.ts';

const SECRET = 'q8Zt1Vx0cW5mJ7rYb3LkP9sDf6GhNa2E';

const OWN = 'https://own.example';
const PROVIDER = { id: 'acme', name: 'Acme', begin: () => ({ url: '' }), finish: () => ({ kind: 'declined' }) };

/** Options that are wrong, and the path that the error has to name. */
const WRONG: readonly (readonly [options: unknown, path: string])[] = [
  [{ auth: 'on' }, 'auth'],
  [{ auth: false }, 'auth'],
  [{ openToNetwork: 'yes' }, 'openToNetwork'],
  [{ token: 'S3CR3T!' }, 'token'],
  [{ token: '' }, 'token'],
  [{ token: 12345678 }, 'token'],
  [{ token: 'S3CR3T!'.repeat(200) }, 'token'],
  [{ token: 'S3CR3T!\nS3CR3T!' }, 'token'],
  [{ token: 'S3CR3T!\u0000S3CR3T!' }, 'token'],
  [{ tokenFile: '' }, 'tokenFile'],
  [{ tokenFile: 5 }, 'tokenFile'],
  [{ tokenContent: 5, secret: SECRET }, 'tokenContent'],
  [{ tokenContent: 'code' }, 'tokenContent'],
  [{ token: 'S3CR3T!-token', tokenFile: 'x' }, 'tokenFile'],
  [{ token: 'S3CR3T!-token', tokenContent: 'x', secret: SECRET }, 'tokenContent'],
  [{ token: 'S3CR3T!-token', auth: 'off' }, 'token'],
  [{ tokenFile: 'x', auth: 'off' }, 'tokenFile'],
  [{ secret: 'S3CR3T!' }, 'secret[0]'],
  [{ secret: [SECRET, 'S3CR3T!'] }, 'secret[1]'],
  [{ secret: 'change-me-S3CR3T!-change-me-change-me' }, 'secret[0]'],
  [{ secret: [] }, 'secret'],
  [{ secret: 5 }, 'secret'],
  [{ publicUrl: 'own.example' }, 'publicUrl'],
  [{ publicUrl: '//own.example' }, 'publicUrl'],
  [{ publicUrl: 'ftp://own.example' }, 'publicUrl'],
  [{ publicUrl: 'https://own.example/?x' }, 'publicUrl'],
  [{ publicUrl: 'https://own.example/#x' }, 'publicUrl'],
  [{ publicUrl: 'https://ada:S3CR3T!@own.example' }, 'publicUrl'],
  [{ publicUrl: 'https://own.example/a b' }, 'publicUrl'],
  [{ publicUrl: 'https://own.example/a//b' }, 'publicUrl'],
  [{ publicUrl: 'https://own.example/a;b' }, 'publicUrl'],
  [{ publicUrl: '' }, 'publicUrl'],
  [{ publicUrl: 5 }, 'publicUrl'],
  [{ basePath: 'tools' }, 'basePath'],
  [{ basePath: '/tools/' }, 'basePath'],
  [{ basePath: '//tools' }, 'basePath'],
  [{ basePath: '/a/../b' }, 'basePath'],
  [{ basePath: '/a?b' }, 'basePath'],
  [{ basePath: '/a%2Fb' }, 'basePath'],
  [{ basePath: '/a;b' }, 'basePath'],
  [{ basePath: '/a\\b' }, 'basePath'],
  [{ basePath: '/a\r\nSet-Cookie: x' }, 'basePath'],
  [{ basePath: 'https://own.example/tools' }, 'basePath'],
  [{ origins: 'https://app.example' }, 'origins'],
  [{ origins: ['https://app.example/x'] }, 'origins[0]'],
  [{ origins: ['*'] }, 'origins[0]'],
  [{ origins: ['https://ada:S3CR3T!@app.example'] }, 'origins[0]'],
  [{ origins: [5] }, 'origins.0'],
  [{ cors: 'off' }, 'cors'],
  [{ authorization: 'none' }, 'authorization'],
  [{ queryToken: 'no' }, 'queryToken'],
  [{ trustProxy: -1 }, 'trustProxy'],
  [{ trustProxy: 1.5 }, 'trustProxy'],
  [{ trustProxy: 17 }, 'trustProxy'],
  [{ trustProxy: true }, 'trustProxy'],
  [{ trustProxy: 'loopback' }, 'trustProxy'],
  [{ trustProxy: ['proxy.internal'] }, 'trustProxy[0]'],
  [{ public: '/assets/' }, 'public'],
  [{ public: ['/a', '/assets/*'] }, 'public[1]'],
  [{ public: ['^/api/.*/status$'] }, 'public[0]'],
  [{ paths: { login: 'login' } }, 'paths.login'],
  [{ paths: { login: '/login/' } }, 'paths.login'],
  [{ paths: { login: '/' } }, 'paths.login'],
  [{ paths: { login: '//evil.example' } }, 'paths.login'],
  [{ paths: { logout: '/a b' } }, 'paths.logout'],
  [{ paths: { login: '/x', logout: '/x' } }, 'paths'],
  [{ paths: { login: '/auth/admin/login' } }, 'paths'],
  [{ paths: { forbidden: '/auth/admin' } }, 'paths'],
  [{ accounts: { owner: { username: 'ada' } } }, 'accounts.owner.password'],
  [{ accounts: { password: { minLength: 7 } } }, 'accounts.password.minLength'],
  [{ accounts: { signUp: 'on' } }, 'accounts.signUp'],
  [{ accounts: { roles: 'teams' } }, 'accounts.roles'],
  [{ accounts: { autoLogin: 'ada' } }, 'accounts.autoLogin'],
  [{ accounts: { ownr: {} } }, 'accounts.ownr'],
  [{ databaseUrl: 'postgres://db/app' }, 'secret'],
  [{ redisUrl: 'redis://cache' }, 'secret'],
  [{ redisUrl: '' }, 'redisUrl'],
  [{ redis: { strict: true } }, 'redis'],
  [{ redisUrl: 'redis://cache', redis: [] }, 'redis'],
  [{ redisUrl: 'redis://cache', store: createMemoryStore(), secret: SECRET }, 'store'],
  [{ paths: { home: 'https://evil.example' } }, 'paths.home'],
  [{ paths: { home: '//evil.example' } }, 'paths.home'],
  [{ paths: { loginn: '/x' } }, 'paths.loginn'],
  [{ paths: '/x' }, 'paths'],
  [{ session: { idleSeconds: 0 } }, 'session.idleSeconds'],
  [{ session: { idleSeconds: -1 } }, 'session.idleSeconds'],
  [{ session: { idleSeconds: 1.5 } }, 'session.idleSeconds'],
  [{ session: { idleSeconds: '60' } }, 'session.idleSeconds'],
  [{ session: { idleSeconds: Number.NaN } }, 'session.idleSeconds'],
  [{ session: { absoluteSeconds: Number.POSITIVE_INFINITY } }, 'session.absoluteSeconds'],
  [{ session: { absoluteSeconds: 401 * 24 * 60 * 60 } }, 'session.absoluteSeconds'],
  [{ session: { idleSeconds: 100, absoluteSeconds: 99 } }, 'session.idleSeconds'],
  [{ session: { sameSite: 'None' } }, 'session.sameSite'],
  [{ session: { idle: 60 } }, 'session.idle'],
  [{ realm: '' }, 'realm'],
  [{ realm: 'a\r\nx: y' }, 'realm'],
  [{ realm: 'é' }, 'realm'],
  [{ page: { title: '' } }, 'page.title'],
  [{ page: { logo: 'https://evil.example/x.png' } }, 'page.logo'],
  [{ page: { logo: '//evil.example/x.png' } }, 'page.logo'],
  [{ page: { logo: 'javascript:alert(1)' } }, 'page.logo'],
  [{ page: { accent: { light: 'red' } } }, 'page.accent.light'],
  [{ page: { accent: { dark: '#fff;}body{display:none' } } }, 'page.accent.dark'],
  [{ page: { renderLogin: '<form>' } }, 'page.renderLogin'],
  [{ onEvent: 'log' }, 'onEvent'],
  [{ onEvent: [5] }, 'onEvent'],
  [{ schemes: [{}] }, 'schemes.0'],
  [{ verifiers: [{ name: 'x' }] }, 'verifiers.0'],
  [{ store: {} }, 'store'],
  [{ store: new Map() }, 'store'],
  [{ log: { info: () => undefined } }, 'log'],
  [{ now: 5 }, 'now'],
  [{ providers: {} }, 'providers'],
  [{ providers: [null], publicUrl: OWN }, 'providers.0'],
  [{ providers: [{}], publicUrl: OWN }, 'providers.0'],
  [{ providers: [{ ...PROVIDER, id: undefined }], publicUrl: OWN }, 'providers'],
  [{ providers: [{ ...PROVIDER, id: 'Acme' }], publicUrl: OWN }, 'providers'],
  [{ providers: [{ ...PROVIDER, id: 'a/b' }], publicUrl: OWN }, 'providers'],
  [{ providers: [{ ...PROVIDER, id: 'api-key' }], publicUrl: OWN }, 'providers'],
  [{ providers: [{ ...PROVIDER, name: '' }], publicUrl: OWN }, 'providers'],
  [{ providers: [PROVIDER, PROVIDER], publicUrl: OWN }, 'providers'],
  [{ providers: [PROVIDER] }, 'providers'],
  [{ providers: [PROVIDER], publicUrl: OWN, auth: 'off' }, 'providers'],
  [{ providers: [PROVIDER], publicUrl: OWN, session: { sameSite: 'Strict' } }, 'session.sameSite'],
  [{ providers: [PROVIDER], publicUrl: OWN, paths: { providers: { acne: { login: '/in' } } } }, 'paths.providers.acne'],
  [{ providers: [PROVIDER], publicUrl: OWN, paths: { providers: { acme: { login: '/auth/me/in' } } } }, 'paths'],
  [{ providers: [PROVIDER], publicUrl: OWN, paths: { providers: { acme: { login: '/auth/login' } } } }, 'paths'],
  [{ providers: [PROVIDER], publicUrl: OWN, paths: { login: '/auth/sso/acme' } }, 'paths'],
  [{ tokn: 'S3CR3T!-token' }, 'tokn'],
  [{ Token: 'S3CR3T!-token' }, 'Token'],
  [{ password: 'S3CR3T!-token' }, 'password'],
  [{ __proto__: null, constructor: 1 }, 'constructor'],
  [null, 'options'],
  [5, 'options'],
  ['token', 'options'],
];

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
