import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAuthError } from '@doorward/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Environment, mergeOptions, readEnvironment } from '../src/environment.ts';
import { createAuth, type DoorwardOptions } from '../src/index.ts';

const SECRET = 'q8Zt1Vx0cW5mJ7rYb3LkP9sDf6GhNa2E';

/** A part of the option, as one variable of several gives it. */
const oidc = (part: object): DoorwardOptions => ({ oidc: part as NonNullable<DoorwardOptions['oidc']> });
const ldap = (part: object): DoorwardOptions => ({ ldap: part as NonNullable<DoorwardOptions['ldap']> });
const jwt = (part: object): DoorwardOptions => ({ jwt: part as unknown as NonNullable<DoorwardOptions['jwt']> });

/** Every variable with a value, and the options that it stands for. */
const VARIABLES: readonly (readonly [name: string, value: string, options: DoorwardOptions])[] = [
  ['DOORWARD_AUTH', 'off', { auth: 'off' }],
  ['DOORWARD_OPEN_TO_NETWORK', 'true', { openToNetwork: true }],
  ['DOORWARD_OPEN_TO_NETWORK', 'No', { openToNetwork: false }],
  ['DOORWARD_TOKEN', 'sup3rs3cr3t-token', { token: 'sup3rs3cr3t-token' }],
  ['DOORWARD_SECRET', SECRET, { secret: [SECRET] }],
  ['DOORWARD_SECRET', `${SECRET}, ${SECRET}x`, { secret: [SECRET, `${SECRET}x`] }],
  ['DOORWARD_PUBLIC_URL', 'https://own.example/tools', { publicUrl: 'https://own.example/tools' }],
  ['DOORWARD_BASE_PATH', '/tools', { basePath: '/tools' }],
  [
    'DOORWARD_ORIGINS',
    'https://a.example, https://b.example,',
    { origins: ['https://a.example', 'https://b.example'] },
  ],
  ['DOORWARD_TRUST_PROXY', '2', { trustProxy: 2 }],
  ['DOORWARD_TRUST_PROXY', 'loopback,10.0.0.0/8', { trustProxy: ['loopback', '10.0.0.0/8'] }],
  ['DOORWARD_PUBLIC', '/assets/, GET /about', { public: ['/assets/', 'GET /about'] }],
  ['DOORWARD_QUERY_TOKEN', '0', { queryToken: false }],
  ['DOORWARD_SESSION_IDLE_SECONDS', '60', { session: { idleSeconds: 60 } }],
  ['DOORWARD_SESSION_ABSOLUTE_SECONDS', '3600', { session: { absoluteSeconds: 3600 } }],
  ['DOORWARD_ACCOUNTS', 'yes', { accounts: true }],
  ['DOORWARD_OWNER_USERNAME', 'ada', { accounts: { owner: { username: 'ada' } } }],
  ['DOORWARD_OWNER_EMAIL', 'ada@example.com', { accounts: { owner: { email: 'ada@example.com' } } }],
  ['DOORWARD_OWNER_PASSWORD', 'three grey herons', { accounts: { owner: { password: 'three grey herons' } } }],
  ['DOORWARD_ROLES', 'studio', { accounts: { roles: 'studio' } }],
  ['DOORWARD_SIGN_UP', 'pending', { accounts: { signUp: 'pending' } }],
  ['DOORWARD_PASSWORDS', 'false', { accounts: { passwords: false } }],
  ['DOORWARD_PROVISIONING', 'once', { accounts: { provisioning: 'once' } }],
  ['DOORWARD_PASSWORD_MIN_LENGTH', '8', { accounts: { password: { minLength: 8 } } }],
  ['DOORWARD_BASIC_PASSWORDS', 'true', { accounts: { basic: true } }],
  ['DOORWARD_API_KEYS', 'true', { apiKeys: true }],
  ['DOORWARD_API_KEYS', 'off', { apiKeys: false }],
  ['DOORWARD_API_KEY_HEADER', 'x-token', { apiKeys: { header: 'x-token' } }],
  ['DOORWARD_API_KEY_QUERY', 'api_key', { apiKeys: { query: 'api_key' } }],
  ['DOORWARD_API_KEY_PREFIX', 'sk-', { apiKeys: { prefix: 'sk-' } }],
  ['DOORWARD_BOOTSTRAP_KEY', SECRET, { apiKeys: { bootstrap: SECRET } }],
  ['DOORWARD_TOKENS', 'yes', { tokens: true }],
  ['DOORWARD_ACCESS_TOKEN_SECONDS', '600', { tokens: { accessSeconds: 600 } }],
  ['DOORWARD_REFRESH_TOKEN_SECONDS', '0', { tokens: { refreshSeconds: 0 } }],
  ['DOORWARD_TOKEN_COOKIES', 'true', { tokens: { cookies: true } }],
  ['DOORWARD_PASSWORD_GRANT', '1', { tokens: { passwordGrant: true } }],
  ['DOORWARD_JWT_ISSUER', 'https://login.example', jwt({ issuer: 'https://login.example' })],
  ['DOORWARD_JWT_AUDIENCE', 'api, web', jwt({ audience: ['api', 'web'] })],
  ['DOORWARD_JWT_JWKS_URI', 'https://login.example/keys', jwt({ jwksUri: 'https://login.example/keys' })],
  ['DOORWARD_JWT_ALGORITHMS', 'ES256,RS256', jwt({ algorithms: ['ES256', 'RS256'] })],
  ['DOORWARD_JWT_TYPES', 'at+jwt', jwt({ types: ['at+jwt'] })],
  ['DOORWARD_JWT_ROLES_CLAIM', 'groups', jwt({ roles: { claim: 'groups' } })],
  ['DOORWARD_JWT_ROLES_MAPPING', '{"staff":["viewer"]}', jwt({ roles: { mapping: { staff: ['viewer'] } } })],
  ['DOORWARD_OIDC_NAME', 'Acme', oidc({ name: 'Acme' })],
  ['DOORWARD_OIDC_PRESET', 'microsoft', oidc({ preset: 'microsoft' })],
  ['DOORWARD_OIDC_TENANT', 'idcs-1', oidc({ tenant: 'idcs-1' })],
  ['DOORWARD_OIDC_ISSUER', 'https://login.example', oidc({ issuer: 'https://login.example' })],
  [
    'DOORWARD_OIDC_DISCOVERY_URL',
    'https://a.example/.well-known/x',
    oidc({ discoveryUrl: 'https://a.example/.well-known/x' }),
  ],
  ['DOORWARD_OIDC_CLIENT_ID', 'studio', oidc({ clientId: 'studio' })],
  ['DOORWARD_OIDC_CLIENT_SECRET', SECRET, oidc({ clientSecret: SECRET })],
  ['DOORWARD_OIDC_SCOPES', 'openid email', oidc({ scopes: 'openid email' })],
  ['DOORWARD_OIDC_ROLES_CLAIM', 'groups', oidc({ roles: { claim: 'groups' } })],
  ['DOORWARD_OIDC_ROLES_MAPPING', '{"staff":["viewer"]}', oidc({ roles: { mapping: { staff: ['viewer'] } } })],
  [
    'DOORWARD_LDAP_URL',
    'ldaps://a.example, ldaps://b.example',
    ldap({ url: ['ldaps://a.example', 'ldaps://b.example'] }),
  ],
  ['DOORWARD_LDAP_START_TLS', 'yes', ldap({ startTls: true })],
  ['DOORWARD_LDAP_ALLOW_PLAINTEXT', 'no', ldap({ allowPlaintext: false })],
  ['DOORWARD_LDAP_CA', '-----BEGIN', ldap({ tls: { ca: '-----BEGIN' } })],
  ['DOORWARD_LDAP_BIND_DN', 'cn=a,dc=b', ldap({ bindDn: 'cn=a,dc=b' })],
  ['DOORWARD_LDAP_BIND_PASSWORD', SECRET, ldap({ bindPassword: SECRET })],
  ['DOORWARD_LDAP_BASE_DN', 'dc=a,dc=b', ldap({ baseDn: 'dc=a,dc=b' })],
  ['DOORWARD_LDAP_USER_FILTER', '(cn={username})', ldap({ userFilter: '(cn={username})' })],
  ['DOORWARD_LDAP_ACCESS_FILTER', '(member={user_dn})', ldap({ accessFilter: '(member={user_dn})' })],
  ['DOORWARD_LDAP_ID_ATTRIBUTE', 'nsUniqueId', ldap({ idAttribute: 'nsUniqueId' })],
  ['DOORWARD_LDAP_USERNAME_ATTRIBUTE', 'mail', ldap({ usernameAttribute: 'mail' })],
  ['DOORWARD_LDAP_GROUPS_ATTRIBUTE', 'isMemberOf', ldap({ groups: { attribute: 'isMemberOf' } })],
  ['DOORWARD_LDAP_GROUPS_FILTER', '(member={user_dn})', ldap({ groups: { filter: '(member={user_dn})' } })],
  ['DOORWARD_LDAP_GROUPS_BASE_DN', 'ou=groups,dc=b', ldap({ groups: { baseDn: 'ou=groups,dc=b' } })],
  ['DOORWARD_LDAP_GROUPS_NESTED', 'walk', ldap({ groups: { nested: 'walk' } })],
  ['DOORWARD_LDAP_ROLES_MAPPING', '{"cn=a,dc=b":["admin"]}', ldap({ roles: { mapping: { 'cn=a,dc=b': ['admin'] } } })],
  ['DOORWARD_LDAP_ROLES_DEFAULT', 'viewer, reader', ldap({ roles: { default: ['viewer', 'reader'] } })],
  ['DOORWARD_LDAP_TIMEOUT_MS', '2000', ldap({ timeoutMs: 2000 })],
  ['DOORWARD_FORWARD_AUTH', 'true', { forwardAuth: true }],
  ['DOORWARD_AUTO_LOGIN', 'ada', { accounts: { autoLogin: 'ada' } }],
  ['DOORWARD_AUDIT_DAYS', '30', { accounts: { auditDays: 30 } }],
  ['DOORWARD_DATA_FOLDER', '/var/lib/app', { dataFolder: '/var/lib/app' }],
  ['DOORWARD_DATABASE_URL', 'postgres://db/app', { databaseUrl: 'postgres://db/app' }],
  ['DOORWARD_REDIS_URL', 'redis://cache', { redisUrl: 'redis://cache' }],
  ['DOORWARD_REDIS_PREFIX', 'app:', { redis: { prefix: 'app:' } }],
  ['DOORWARD_REDIS_STRICT', 'true', { redis: { strict: true } }],
  ['DOORWARD_REDIS_COMMAND_TIMEOUT_MS', '200', { redis: { commandTimeoutMs: 200 } }],
  ['DOORWARD_REDIS_CA', '-----BEGIN', { redis: { tls: { ca: '-----BEGIN' } } }],
  ['DOORWARD_TELEMETRY', 'false', { telemetry: false }],
  ['DOORWARD_METRICS', 'true', { metrics: true }],
  ['DOORWARD_TITLE', 'Notebooks', { page: { title: 'Notebooks' } }],
];

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'doorward-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const file = (name: string, content: string): string => {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
};

describe('a variable', () => {
  it.each(VARIABLES)('%s=%s sets its option (decision 11)', (name, value, options) => {
    expect(readEnvironment({ [name]: value })).toEqual({ options, unknown: [] });
  });

  it.each(VARIABLES.filter(([name]) => name !== 'DOORWARD_TOKEN'))(
    '%s may stand in a file as well (decision 11)',
    (name, value, options) => {
      expect(readEnvironment({ [`${name}_FILE`]: file(name, `\n ${value} \r\n`) })).toEqual({ options, unknown: [] });
    },
  );

  it('of accounts joins the others, and false switches them all off', () => {
    const owner = { DOORWARD_OWNER_USERNAME: 'ada', DOORWARD_OWNER_PASSWORD: 'three grey herons' };
    const options = { accounts: { owner: { username: 'ada', password: 'three grey herons' } } };
    expect(readEnvironment(owner).options).toEqual(options);
    expect(readEnvironment({ DOORWARD_ACCOUNTS: '1', ...owner }).options).toEqual(options);
    expect(readEnvironment({ ...owner, DOORWARD_ACCOUNTS: '0' }).options).toEqual({ accounts: false });
    expect(mergeOptions(options, { accounts: { owner: { username: 'grace' } } })).toEqual({
      accounts: { owner: { username: 'grace', password: 'three grey herons' } },
    });
    expect(mergeOptions(options, { accounts: false })).toEqual({ accounts: false });
    expect(mergeOptions(options, { accounts: true })).toEqual(options);
    expect(mergeOptions({ accounts: true }, options)).toEqual(options);
  });

  it('of keys, tokens and JWTs joins the others, and false switches all of them off', () => {
    const keys = { DOORWARD_API_KEY_PREFIX: 'sk-', DOORWARD_API_KEY_QUERY: 'api_key' };
    expect(readEnvironment(keys).options).toEqual({ apiKeys: { prefix: 'sk-', query: 'api_key' } });
    expect(readEnvironment({ ...keys, DOORWARD_API_KEYS: 'true' }).options).toEqual({
      apiKeys: { prefix: 'sk-', query: 'api_key' },
    });
    expect(readEnvironment({ ...keys, DOORWARD_API_KEYS: 'false' }).options).toEqual({ apiKeys: false });
    expect(mergeOptions({ apiKeys: { prefix: 'sk-' } }, { apiKeys: { query: 'api_key' } })).toEqual({
      apiKeys: { prefix: 'sk-', query: 'api_key' },
    });
    expect(mergeOptions({ tokens: { accessSeconds: 60 } }, { tokens: false })).toEqual({ tokens: false });
    expect(mergeOptions({ tokens: { accessSeconds: 60 } }, { tokens: true })).toEqual({
      tokens: { accessSeconds: 60 },
    });
    const both = readEnvironment({ DOORWARD_JWT_ROLES_CLAIM: 'groups', DOORWARD_JWT_ROLES_MAPPING: '{"a":"b"}' });
    expect(both.options).toEqual(jwt({ roles: { claim: 'groups', mapping: { a: 'b' } } }));
  });

  it('of a directory joins the one of the code, group by group', () => {
    const { options } = readEnvironment({
      DOORWARD_LDAP_BIND_PASSWORD: SECRET,
      DOORWARD_LDAP_GROUPS_NESTED: 'walk',
      DOORWARD_LDAP_ROLES_DEFAULT: 'viewer',
      DOORWARD_LDAP_CA: 'pem',
    });
    const one = {
      url: 'ldaps://a.example',
      baseDn: 'dc=a',
      groups: { attribute: 'isMemberOf' },
      roles: { mapping: {} },
    };
    expect(mergeOptions(options, { ldap: one })).toEqual({
      ldap: {
        ...one,
        bindPassword: SECRET,
        groups: { nested: 'walk', attribute: 'isMemberOf' },
        roles: { default: ['viewer'], mapping: {} },
        tls: { ca: 'pem' },
      },
    });
    expect(mergeOptions(options, { ldap: [one] })).toEqual({ ldap: [one] });
  });

  it('of an OpenID provider joins the one of the code, and a list of the code is a whole', () => {
    const { options } = readEnvironment({ DOORWARD_OIDC_CLIENT_SECRET: SECRET, DOORWARD_OIDC_ROLES_CLAIM: 'groups' });
    const one = { name: 'Acme', issuer: 'https://a.example', clientId: 'studio', roles: { mapping: { a: 'b' } } };
    expect(mergeOptions(options, { oidc: one })).toEqual({
      oidc: { ...one, clientSecret: SECRET, roles: { claim: 'groups', mapping: { a: 'b' } } },
    });
    expect(mergeOptions(options, { oidc: [one] })).toEqual({ oidc: [one] });
  });

  it.each([
    ['DOORWARD_API_KEYS', 'perhaps'],
    ['DOORWARD_ACCESS_TOKEN_SECONDS', 'an hour'],
    ['DOORWARD_TOKEN_COOKIES', 'token'],
    ['DOORWARD_PASSWORD_GRANT', 'password'],
    ['DOORWARD_BASIC_PASSWORDS', '2'],
    ['DOORWARD_JWT_ROLES_MAPPING', 'staff:viewer'],
    ['DOORWARD_JWT_ROLES_MAPPING', '[]'],
    ['DOORWARD_JWT_ROLES_MAPPING', 'null'],
    ['DOORWARD_LDAP_ROLES_MAPPING', '{"Admin": ["Admin"'],
    ['DOORWARD_LDAP_START_TLS', 'maybe'],
    ['DOORWARD_LDAP_TIMEOUT_MS', '5s'],
  ])('%s=%s stops the start, naming the variable (A96)', (name, value) => {
    expect(() => readEnvironment({ [name]: value })).toThrow(name);
  });

  it('of each kind is in this table, so that none is forgotten', async () => {
    const { readFileSync } = await import('node:fs');
    const sources = ['environment', 'ldap-variables', 'redis-variables'].map((name) =>
      readFileSync(new URL(`../src/${name}.ts`, import.meta.url), 'utf8'),
    );
    const named = new Set(
      sources.flatMap((source) => [...source.matchAll(/^ {2}(DOORWARD_\w+): /gm)].map(([, name]) => name)),
    );
    expect([...named].sort()).toEqual([...new Set([...VARIABLES.map(([name]) => name), 'DOORWARD_TOKEN_FILE'])].sort());
  });

  it.each([
    [{ DOORWARD_OPEN_TO_NETWORK: 'maybe' }, 'DOORWARD_OPEN_TO_NETWORK'],
    [{ DOORWARD_QUERY_TOKEN: '' }, 'DOORWARD_QUERY_TOKEN'],
    [{ DOORWARD_SESSION_IDLE_SECONDS: '1h' }, 'DOORWARD_SESSION_IDLE_SECONDS'],
    [{ DOORWARD_SESSION_IDLE_SECONDS: '-5' }, 'DOORWARD_SESSION_IDLE_SECONDS'],
    [{ DOORWARD_SESSION_IDLE_SECONDS: '' }, 'DOORWARD_SESSION_IDLE_SECONDS'],
    [{ DOORWARD_SESSION_ABSOLUTE_SECONDS: '1e9' }, 'DOORWARD_SESSION_ABSOLUTE_SECONDS'],
    [{ DOORWARD_SESSION_ABSOLUTE_SECONDS: '9'.repeat(20) }, 'DOORWARD_SESSION_ABSOLUTE_SECONDS'],
    [{ DOORWARD_SECRET: SECRET, DOORWARD_SECRET_FILE: 'x' }, 'DOORWARD_SECRET_FILE'],
    [{ DOORWARD_AUTH: 'no' }, 'auth'],
    [{ DOORWARD_AUTH: '' }, 'auth'],
    [{ DOORWARD_TOKEN: '' }, 'token'],
    [{ DOORWARD_TOKEN: 'short' }, 'token'],
    [{ DOORWARD_SECRET: 'short' }, 'secret[0]'],
    [{ DOORWARD_SECRET: '' }, 'secret'],
    [{ DOORWARD_PUBLIC_URL: 'own.example' }, 'publicUrl'],
    [{ DOORWARD_ORIGINS: '*' }, 'origins[0]'],
    [{ DOORWARD_TRUST_PROXY: 'yes' }, 'trustProxy[0]'],
    [{ DOORWARD_TRUST_PROXY: '99' }, 'trustProxy'],
    [{ DOORWARD_PUBLIC: '*' }, 'public[0]'],
    [{ DOORWARD_BASE_PATH: 'tools' }, 'basePath'],
    [{ DOORWARD_TITLE: '' }, 'page.title'],
    [{ DOORWARD_TOKEN: 'sup3rs3cr3t-token', DOORWARD_TOKEN_FILE: 'x' }, 'DOORWARD_TOKEN_FILE'],
  ] satisfies [Environment, string][])(
    'that is wrong stops the start: %j (decision 20)',
    async (environment, option) => {
      const error = await rejection({}, environment);
      expect(isAuthError(error)).toBe(true);
      expect(error).toMatchObject({ code: expect.stringMatching(/options-invalid$/), option });
      expect((error as Error).message).not.toMatch(/sup3rs3cr3t/);
    },
  );

  it('that is unknown is named, and changes nothing (L5, Z: configuration)', async () => {
    const lines: string[] = [];
    const log = { info: (line: string) => lines.push(line), warn: (line: string) => lines.push(line) };
    const environment = {
      DOORWARD_TOKN: 'sup3rs3cr3t-token',
      DOORWARD_PASSWORD: 'sup3rs3cr3t',
      DOORWARD_TOKN_FILE: 'x',
      DOORWARD_REQUIRE: 'all',
      doorward_token: 'x',
      PATH: '/bin',
    };
    const auth = await createAuth({ token: 'another-token', log }, environment);
    await auth.close();
    expect(lines.map((line) => /DOORWARD_\w+/.exec(line)?.[0]).sort()).toEqual([
      'DOORWARD_PASSWORD',
      'DOORWARD_TOKN',
      'DOORWARD_TOKN_FILE',
    ]);
    expect(lines.join()).not.toMatch(/sup3rs3cr3t/);
  });

  it('named like what objects inherit is none of ours (L25)', () => {
    const environment = {
      DOORWARD___proto__: 'x',
      DOORWARD_constructor: 'x',
      __proto__: { DOORWARD_AUTH: 'off' },
    } as unknown as Environment;
    expect(readEnvironment(environment).unknown).toEqual(
      expect.arrayContaining(['DOORWARD___proto__', 'DOORWARD_constructor']),
    );
    expect(Object.keys(Object.prototype)).toEqual([]);
  });
});

describe('an option in code', () => {
  it('wins over its variable, group by group and member by member', () => {
    const under: DoorwardOptions = {
      token: 'a',
      public: ['/a'],
      session: { idleSeconds: 1, absoluteSeconds: 2 },
      page: { title: 'a' },
    };
    expect(mergeOptions(under, { public: ['/b'], session: { idleSeconds: 3 }, page: { logo: '/x' } })).toEqual({
      token: 'a',
      public: ['/b'],
      session: { idleSeconds: 3, absoluteSeconds: 2 },
      page: { title: 'a', logo: '/x' },
    });
  });

  it('that is undefined leaves its variable as it is', () => {
    const under: DoorwardOptions = { token: 'a', session: { idleSeconds: 1 }, page: { title: 'a' } };
    expect(mergeOptions(under, { token: undefined, session: undefined, page: { title: undefined } })).toEqual(under);
    expect(mergeOptions(under, { session: { idleSeconds: undefined, absoluteSeconds: 5 } })).toEqual({
      ...under,
      session: { idleSeconds: 1, absoluteSeconds: 5 },
    });
  });

  it('that gives a token replaces every way in which a variable gave one', () => {
    expect(mergeOptions({ tokenFile: 'x' }, { token: 'b' })).toEqual({ token: 'b' });
    expect(mergeOptions({ token: 'a' }, { tokenContent: 'code' })).toEqual({ tokenContent: 'code' });
  });

  it('changes neither of the two', () => {
    const [under, over] = [
      Object.freeze({ session: Object.freeze({ idleSeconds: 1 }) }),
      Object.freeze({ session: Object.freeze({ idleSeconds: 2 }) }),
    ];
    mergeOptions(under, over);
    expect([under.session.idleSeconds, over.session.idleSeconds]).toEqual([1, 2]);
  });
});

describe('the process environment', () => {
  it('is read where no other was given', async () => {
    process.env['DOORWARD_BASE_PATH'] = '/from-variable';
    const auth = await createAuth({ token: 'sup3rs3cr3t-token' }).finally(
      () => delete process.env['DOORWARD_BASE_PATH'],
    );
    expect(auth.site('').arriving).toBe('/from-variable');
    await auth.close();
  });
});

async function rejection(options: DoorwardOptions, environment: Environment): Promise<unknown> {
  try {
    await (await createAuth(options, environment)).close();
  } catch (error) {
    return error;
  }
  return undefined;
}
