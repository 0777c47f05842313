/**
 * DOORWARD_* variables, beside options in code.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAuthError } from '@doorward/core';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { type Environment, mergeOptions, readEnvironment } from '../src/environment.ts';
import { createAuth, type DoorwardOptions } from '../src/index.ts';
import { jwt, SECRET, VARIABLES } from './fixture/variables.ts';

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
