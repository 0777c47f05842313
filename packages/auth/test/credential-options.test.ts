/**
 * The options about keys, tokens, JWTs and OpenID providers: what is wrong with them is said at the start.
 */

import { createMemoryDurableStore, createMemoryStore, type Provider } from '@doorward/core';
import { describe, expect, it } from '@jest/globals';
import { createAuth, type DoorwardOptions } from '../src/index.ts';

const SECRET = 'q8Zt1Vx0cW5mJ7rYb3LkP9sDf6GhNa2E';
const STORES = { store: createMemoryStore(), durableStore: createMemoryDurableStore(), secret: SECRET };
const PEOPLE = { accounts: true, ...STORES };
const LOG = { info: () => undefined, warn: () => undefined };

const keys = (apiKeys: unknown): unknown => ({ ...PEOPLE, apiKeys });
const tokens = (given: unknown, more = {}): unknown => ({ ...PEOPLE, tokens: given, ...more });
const statics = (staticTokens: unknown, more = {}): unknown => ({ staticTokens, ...more });
const users = (given: unknown): unknown => statics({ users: given });

const OP = { name: 'Acme', issuer: 'https://login.example', clientId: 'studio' };
const oidc = (given: unknown, more = {}): unknown => ({ publicUrl: 'https://own.example', oidc: given, ...more });
const LDAP = { url: 'ldaps://ldap.example', baseDn: 'dc=example' };
const directory = (id: string) => ({ id, authenticate: () => null });
const accounts = (given: object, more: object = { ldap: LDAP }): unknown => ({ ...STORES, accounts: given, ...more });
const own = (id: string): Provider => ({
  id,
  name: 'Own',
  begin: () => ({ url: 'https://login.example' }),
  finish: () => ({ kind: 'declined', reason: '' }),
});

/** Options that are wrong, and the path that the error has to name. */
const WRONG: readonly (readonly [options: unknown, path: string])[] = [
  [{ apiKeys: true }, 'apiKeys'],
  [{ apiKeys: true, accounts: false }, 'apiKeys'],
  [keys('on'), 'apiKeys'],
  [keys({ headr: 'x' }), 'apiKeys.headr'],
  [keys({ header: '' }), 'apiKeys.header'],
  [keys({ header: 'X-Forwarded-For' }), 'apiKeys.header'],
  [keys({ header: 'forwarded' }), 'apiKeys.header'],
  [keys({ header: 'upgrade' }), 'apiKeys.header'],
  [keys({ header: 'connection' }), 'apiKeys.header'],
  [keys({ header: 'x api key' }), 'apiKeys.header'],
  [keys({ header: 'x-api-key\r\nx: y' }), 'apiKeys.header'],
  ...['authorization', 'Authorization', 'cookie', 'host', 'origin', 'sec-fetch-site'].map(
    (header) => [keys({ header }), 'apiKeys.header'] as const,
  ),
  [keys({ query: 'access_token' }), 'apiKeys.query'],
  [keys({ query: 'access_ticket' }), 'apiKeys.query'],
  [keys({ query: 'a b' }), 'apiKeys.query'],
  [keys({ query: true }), 'apiKeys.query'],
  [keys({ prefix: 'a' }), 'apiKeys.prefix'],
  [keys({ prefix: 'a'.repeat(17) }), 'apiKeys.prefix'],
  [keys({ prefix: 'a b' }), 'apiKeys.prefix'],
  [keys({ bootstrap: 'S3CR3T!' }), 'apiKeys.bootstrap'],
  [keys({ bootstrap: 'S3CR3T!-change-me-S3CR3T!-change-me' }), 'apiKeys.bootstrap'],
  [keys({ bootstrap: 'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa' }), 'apiKeys.bootstrap'],
  [keys({ bootstrap: `${SECRET} S3CR3T!` }), 'apiKeys.bootstrap'],
  [keys({ demandedAt: '/api/' }), 'apiKeys.demandedAt'],
  [keys({ demandedAt: ['api'] }), 'apiKeys.demandedAt.0'],
  [keys({ demandedAt: ['/api/', '/'] }), 'apiKeys.demandedAt.1'],
  [keys({ demandedAt: ['/a//b'] }), 'apiKeys.demandedAt.0'],
  [keys({ demandedAt: ['/api/*'] }), 'apiKeys.demandedAt.0'],
  [keys({ demandedAt: ['/a%2Fb'] }), 'apiKeys.demandedAt.0'],
  [tokens('on'), 'tokens'],
  [tokens({ acessSeconds: 5 }), 'tokens.acessSeconds'],
  [tokens({ accessSeconds: 0 }), 'tokens.accessSeconds'],
  [tokens({ accessSeconds: 1.5 }), 'tokens.accessSeconds'],
  [tokens({ accessSeconds: '60' }), 'tokens.accessSeconds'],
  [tokens({ refreshSeconds: -1 }), 'tokens.refreshSeconds'],
  [tokens({ accessSeconds: 3600 }, { session: { absoluteSeconds: 600 } }), 'tokens.accessSeconds'],
  [tokens({ accessSeconds: 60, refreshSeconds: 3600 }, { session: { absoluteSeconds: 600 } }), 'tokens.refreshSeconds'],
  [tokens({ headers: 'x-token' }), 'tokens.headers'],
  [tokens({ headers: ['authorization'] }), 'tokens.headers.0'],
  [tokens({ cookies: 'token' }), 'tokens.cookies'],
  [tokens({ cookies: { access: 'a', refresh: 'a' } }), 'tokens.cookies'],
  [tokens({ cookies: { access: 'a;b' } }), 'tokens.cookies'],
  [tokens({ cookies: { access: '__Host-a' } }), 'tokens.cookies'],
  [tokens({ passwordGrant: 'yes' }), 'tokens.passwordGrant'],
  [statics({}), 'staticTokens'],
  [statics({ tokens: {} }), 'staticTokens'],
  [statics({ tokens: { 'S3CR3T!-one': { id: 'a' } }, users: { 'S3CR3T!-two': { id: 'b' } } }), 'staticTokens'],
  [users({ 'S3CR3T!': { id: 'a' } }), 'staticTokens'],
  [users({ 'S3CR3T!-one': {} }), 'staticTokens'],
  [users({ 'S3CR3T!-one': { id: '' } }), 'staticTokens'],
  [users({ 'S3CR3T!-one': 'ada' }), 'staticTokens'],
  [users('S3CR3T!-one'), 'staticTokens.users'],
  [users(['S3CR3T!-one']), 'staticTokens.users'],
  [users({ 'S3CR3T!-one': { id: 'a', rolle: 'x' } }), 'staticTokens'],
  [users({ 'S3CR3T!-one': { id: 'a' }, 'S3CR3T!-two': { id: 'a' } }), 'staticTokens'],
  [statics({ users: { 'S3CR3T!-one': { id: 'a', role: 'nobody' } } }, { roles: 'team' }), 'staticTokens'],
  [statics({ users: { 'S3CR3T!-one': { id: 'a', role: '__proto__' } } }, { roles: 'team' }), 'staticTokens'],
  [statics({ users: { 'S3CR3T!-one': { id: 'a' } } }, { auth: 'off' }), 'staticTokens'],
  [{ jwt: 'https://login.example' }, 'jwt'],
  [{ jwt: {} }, 'jwt.issuer'],
  [{ jwt: { issuer: 'https://login.example', audience: 'api', jwks: { keys: [] } }, auth: 'off' }, 'jwt'],
  [{ oidc: 'https://login.example' }, 'oidc'],
  [oidc({}), 'oidc.name'],
  [oidc({ ...OP, issuer: 'http://login.example' }), 'oidc.issuer'],
  [oidc({ ...OP, clientSecret: 'S3CR3T!-one', clientAuth: 'none' }), 'oidc.clientAuth'],
  [oidc({ ...OP, id: 'jwt' }), 'oidc'],
  [oidc(OP, { publicUrl: undefined }), 'oidc'],
  [oidc(OP, { auth: 'off' }), 'oidc'],
  [oidc([OP, OP]), 'oidc'],
  [oidc([OP, { ...OP, id: 'other', scopes: 'email' }]), 'oidc.1.scopes'],
  [oidc(OP, { paths: { providers: { other: { login: '/login' } } } }), 'paths.providers.other'],
  [oidc(OP, { providers: [own('oidc')] }), 'providers'],
  [oidc(OP, { directories: [directory('oidc')] }), 'directories'],
  [{ directories: [directory('north'), directory('north')] }, 'directories'],
  [{ directories: [directory('North')] }, 'directories'],
  [{ directories: [directory('password')] }, 'directories'],
  [{ directories: [{ id: 'north' }] }, 'directories'],
  [{ directories: [directory('north')], auth: 'off' }, 'directories'],
  [{ ldap: 'ldaps://ldap.example' }, 'ldap'],
  [{ ldap: {} }, 'ldap.baseDn'],
  [{ ldap: { ...LDAP, url: 'ldap://ldap.example' } }, 'ldap.url'],
  [{ ldap: { ...LDAP, bindPassword: 'S3CR3T!-one' } }, 'ldap.bindDn'],
  [{ ldap: [LDAP, { ...LDAP, id: 'other', userFilter: '(uid=*)' }] }, 'ldap.1.userFilter'],
  [{ ldap: [LDAP, LDAP] }, 'ldap'],
  [{ ldap: { ...LDAP, id: 'password' } }, 'ldap'],
  [{ ldap: LDAP, auth: 'off' }, 'ldap'],
  [{ ldap: LDAP, directories: [directory('ldap')] }, 'directories'],
  [{ providers: [own('acme')] }, 'providers'],
  [accounts({ passwords: false }, {}), 'accounts.passwords'],
  [accounts({ passwords: false, owner: { username: 'ada', password: SECRET } }), 'accounts.owner'],
  [accounts({ passwords: false, signUp: 'open' }), 'accounts.signUp'],
  [accounts({ passwords: false, basic: true }, { publicUrl: 'https://own.example', oidc: OP }), 'accounts.basic'],
  [accounts({ provisioning: 'once' }, {}), 'accounts.provisioning'],
  [
    accounts({ provisioning: 'each-time' }, { ldap: LDAP, roles: { roleMapping: { a: ['x:y'] } } }),
    'accounts.provisioning',
  ],
  [{ roles: 'teams' }, 'roles'],
  [
    { roles: { roleMapping: { a: ['oops'] } }, staticTokens: { users: { 'S3CR3T!-one': { id: 'a' } } } },
    'roles.roleMapping.a',
  ],
  [{ roles: { roleMapping: { a: 'x:y' } } }, 'roles'],
  [{ rolesOf: ['viewer'] }, 'rolesOf'],
  [statics({ users: { 'S3CR3T!-one': { id: 'a' } } }, { rolesOf: () => 'viewer' }), 'rolesOf'],
];

async function rejection(options: unknown): Promise<unknown> {
  try {
    const auth = await createAuth({ log: LOG, ...(options as DoorwardOptions) }, {});
    await auth.close();
    return 'no error';
  } catch (error) {
    return error;
  }
}

describe('an option about keys, tokens, JWTs or OpenID providers that is wrong', () => {
  it.each(WRONG.map(([options, path]) => [path, JSON.stringify(options).slice(0, 90), options] as const))(
    'stops the start, naming %s and the remedy: %s (decision 20, A96, L5)',
    async (path, _shown, options) => {
      const error = await rejection(options);
      expect(error).toMatchObject({ code: expect.stringMatching(/\/options-invalid$/) });
      const { message, option } = error as Error & { readonly option?: string };
      expect(`${option}`.startsWith(path)).toBe(true);
      expect(message).toMatch(/\b(?:write|use|give|make|switch|remove|choose|correct|see docs|expected|set)\b/i);
    },
  );

  it('is never repeated where it could be a secret (decision 19, S17)', async () => {
    const leaks: unknown[] = [];
    for (const [options, path] of WRONG) {
      const error = await rejection(options);
      const { message, stack, cause, option } = error as Error & { readonly option?: string };
      if (`${message} ${stack} ${String(cause ?? '')} ${option}`.includes('S3CR3T!')) leaks.push([path, message]);
    }
    expect(leaks).toEqual([]);
  });
});

describe('options about keys and tokens', () => {
  it('given as false, or not at all, switch nothing on', async () => {
    for (const more of [{}, { apiKeys: false, tokens: false }]) {
      const auth = await createAuth({ ...PEOPLE, ...more, log: LOG }, {});
      expect(auth.accounts?.keys).toBeNull();
      await auth.close();
    }
  });

  it('given as true are every default', async () => {
    const auth = await createAuth({ ...PEOPLE, apiKeys: true, tokens: true, log: LOG }, {});
    const actor = {
      principal: { subject: 'machine', name: 'm', roles: [], permissions: ['*'], method: 'test' },
      clientAddress: '',
    };
    const made = await auth.accounts?.keys?.createService(actor, { name: 'x', roles: ['viewer'] });
    expect(made?.secret).toMatch(/^dwk_/);
    await auth.close();
  });

  it('may name tokens as objects inherit names: they are tokens like any other (L25)', async () => {
    const given = JSON.parse('{"__proto__":{"id":"a"},"constructor":{"id":"b"},"toString":{"id":"c","role":"viewer"}}');
    const auth = await createAuth({ staticTokens: { users: given }, roles: 'team', log: LOG }, {});
    const ask = (token: string) => auth.begin(viewOf({ authorization: `Bearer ${token}` }));
    const subjects = ['__proto__', 'constructor', 'toString'].map(async (token) => {
      const decision = await ask(token);
      return decision.kind === 'continue' ? decision.principal?.subject : decision.kind;
    });
    expect(await Promise.all(subjects)).toEqual(['a', 'b', 'c']);
    expect(await ask('hasOwnProperty')).toMatchObject({ kind: 'respond', status: 401 });
    await auth.close();
  });

  it('have a bootstrap key that is made once, and stays deleted (A29, L15)', async () => {
    const stores = { store: createMemoryStore(), durableStore: createMemoryDurableStore() };
    const bootstrap = 'k7Qm2xVb9TzRw4LcYh8sNf3JpGd6AeUi';
    const start = () => createAuth({ accounts: true, secret: SECRET, ...stores, apiKeys: { bootstrap }, log: LOG }, {});
    const list = async () => (await stores.durableStore.keys({ owner: null })).keys;
    await start();
    expect(await list()).toMatchObject([{ name: 'bootstrap', roles: ['owner'], owner: null }]);
    expect(JSON.stringify(await list())).not.toContain(bootstrap);
    await start();
    const [key] = await list();
    await stores.durableStore.write((writer) => writer.deleteKey(key?.id ?? ''));
    await start();
    expect(await list()).toEqual([]);
  });
});

function viewOf(headers: Readonly<Record<string, string>>) {
  const header = (name: string): string | undefined => headers[name];
  return {
    method: 'GET',
    target: '/',
    rootPath: '',
    remoteAddress: '127.0.0.1',
    mounts: null,
    upgrade: false,
    header,
    headerLines: (name: string) => (headers[name] === undefined ? [] : [headers[name]]),
  };
}
