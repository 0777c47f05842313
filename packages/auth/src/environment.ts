/**
 * Options from `DOORWARD_*` variables. Each also as `…_FILE`, naming a file whose content, trimmed,
 * is the value; so a container's secrets need no variable that holds them.
 */

import { readFileSync } from 'node:fs';
import type { RedisSettings } from '@doorward/redis';
import type { JwtLoginOptions, LdapLoginOptions, OidcLoginOptions } from './credential-options.ts';
import { LDAP_VARIABLES } from './ldap-variables.ts';
import { invalid } from './option-schema.ts';
import type { DoorwardOptions } from './options.ts';
import { REDIS_VARIABLES } from './redis-variables.ts';
import { assertNotEmpty, unreadable } from './secret-file.ts';
import { readBoolean, readList, readMapping, readNumber } from './variable-readers.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

type Reader = (value: string, name: string) => Partial<DoorwardOptions>;

/** Every variable, with the option that it sets. */
const VARIABLES: Readonly<Record<string, Reader>> = {
  DOORWARD_AUTH: (value) => ({ auth: value as 'required' }),
  DOORWARD_OPEN_TO_NETWORK: (value, name) => ({ openToNetwork: readBoolean(value, name) }),
  DOORWARD_TOKEN: (token) => ({ token }),
  // Read later, since it may be standard input.
  DOORWARD_TOKEN_FILE: (tokenFile) => ({ tokenFile }),
  DOORWARD_SECRET: (value) => ({ secret: readList(value) }),
  DOORWARD_OWNER_USERNAME: (username) => ({ accounts: { owner: { username } } }),
  DOORWARD_OWNER_EMAIL: (email) => ({ accounts: { owner: { email } } }),
  DOORWARD_OWNER_PASSWORD: (password) => ({ accounts: { owner: { password } } }),
  DOORWARD_ROLES: (roles) => ({ accounts: { roles: roles as 'team' } }),
  DOORWARD_PROVISIONING: (provisioning) => ({ accounts: { provisioning: provisioning as 'off' } }),
  DOORWARD_SIGN_UP: (signUp) => ({ accounts: { signUp: signUp as 'off' } }),
  DOORWARD_PASSWORDS: (value, name) => ({ accounts: { passwords: readBoolean(value, name) } }),
  DOORWARD_PASSWORD_MIN_LENGTH: (value, name) => ({ accounts: { password: { minLength: readNumber(value, name) } } }),
  DOORWARD_BASIC_PASSWORDS: (value, name) => ({ accounts: { basic: readBoolean(value, name) } }),
  DOORWARD_AUTO_LOGIN: (autoLogin) => ({ accounts: { autoLogin } }),
  DOORWARD_AUDIT_DAYS: (value, name) => ({ accounts: { auditDays: readNumber(value, name) } }),
  // After what belongs to it: `false` switches all of that off.
  DOORWARD_ACCOUNTS: (value, name) => ({ accounts: readBoolean(value, name) }),
  DOORWARD_API_KEY_HEADER: (header) => ({ apiKeys: { header } }),
  DOORWARD_API_KEY_QUERY: (query) => ({ apiKeys: { query } }),
  DOORWARD_API_KEY_PREFIX: (prefix) => ({ apiKeys: { prefix } }),
  DOORWARD_BOOTSTRAP_KEY: (bootstrap) => ({ apiKeys: { bootstrap } }),
  DOORWARD_API_KEYS: (value, name) => ({ apiKeys: readBoolean(value, name) }),
  DOORWARD_ACCESS_TOKEN_SECONDS: (value, name) => ({ tokens: { accessSeconds: readNumber(value, name) } }),
  DOORWARD_REFRESH_TOKEN_SECONDS: (value, name) => ({ tokens: { refreshSeconds: readNumber(value, name) } }),
  DOORWARD_TOKEN_COOKIES: (value, name) => ({ tokens: { cookies: readBoolean(value, name) } }),
  DOORWARD_PASSWORD_GRANT: (value, name) => ({ tokens: { passwordGrant: readBoolean(value, name) } }),
  DOORWARD_TOKENS: (value, name) => ({ tokens: readBoolean(value, name) }),
  DOORWARD_JWT_ISSUER: (issuer) => ({ jwt: { issuer } as JwtLoginOptions }),
  DOORWARD_JWT_AUDIENCE: (value) => ({ jwt: { audience: readList(value) } as unknown as JwtLoginOptions }),
  DOORWARD_JWT_JWKS_URI: (jwksUri) => ({ jwt: { jwksUri } as JwtLoginOptions }),
  DOORWARD_JWT_ALGORITHMS: (value) => ({ jwt: { algorithms: readList(value) } as unknown as JwtLoginOptions }),
  DOORWARD_JWT_TYPES: (value) => ({ jwt: { types: readList(value) } as unknown as JwtLoginOptions }),
  DOORWARD_JWT_ROLES_CLAIM: (claim) => ({ jwt: { roles: { claim } } as unknown as JwtLoginOptions }),
  DOORWARD_JWT_ROLES_MAPPING: (value, name) => ({
    jwt: { roles: { mapping: readMapping(value, name) } } as unknown as JwtLoginOptions,
  }),
  DOORWARD_OIDC_NAME: (name) => ({ oidc: { name } as OidcLoginOptions }),
  DOORWARD_OIDC_PRESET: (preset) => ({ oidc: { preset } as OidcLoginOptions }),
  DOORWARD_OIDC_TENANT: (tenant) => ({ oidc: { tenant } as OidcLoginOptions }),
  DOORWARD_OIDC_ISSUER: (issuer) => ({ oidc: { issuer } as OidcLoginOptions }),
  DOORWARD_OIDC_DISCOVERY_URL: (discoveryUrl) => ({ oidc: { discoveryUrl } as OidcLoginOptions }),
  DOORWARD_OIDC_CLIENT_ID: (clientId) => ({ oidc: { clientId } as OidcLoginOptions }),
  DOORWARD_OIDC_CLIENT_SECRET: (clientSecret) => ({ oidc: { clientSecret } as OidcLoginOptions }),
  DOORWARD_OIDC_SCOPES: (scopes) => ({ oidc: { scopes } as OidcLoginOptions }),
  DOORWARD_OIDC_ROLES_CLAIM: (claim) => ({ oidc: { roles: { claim } } as unknown as OidcLoginOptions }),
  DOORWARD_OIDC_ROLES_MAPPING: (value, name) => ({
    oidc: { roles: { mapping: readMapping(value, name) } } as unknown as OidcLoginOptions,
  }),
  ...LDAP_VARIABLES,
  ...REDIS_VARIABLES,
  DOORWARD_DATA_FOLDER: (dataFolder) => ({ dataFolder }),
  DOORWARD_DATABASE_URL: (databaseUrl) => ({ databaseUrl }),
  DOORWARD_PUBLIC_URL: (publicUrl) => ({ publicUrl }),
  DOORWARD_BASE_PATH: (basePath) => ({ basePath }),
  DOORWARD_ORIGINS: (value) => ({ origins: readList(value) }),
  DOORWARD_TRUST_PROXY: (value) => ({ trustProxy: /^\d+$/.test(value) ? Number(value) : readList(value) }),
  DOORWARD_FORWARD_AUTH: (value, name) => ({ forwardAuth: readBoolean(value, name) }),
  DOORWARD_PUBLIC: (value) => ({ public: readList(value) }),
  DOORWARD_QUERY_TOKEN: (value, name) => ({ queryToken: readBoolean(value, name) }),
  DOORWARD_SESSION_IDLE_SECONDS: (value, name) => ({ session: { idleSeconds: readNumber(value, name) } }),
  DOORWARD_SESSION_ABSOLUTE_SECONDS: (value, name) => ({ session: { absoluteSeconds: readNumber(value, name) } }),
  DOORWARD_SESSION_PERSISTENT: (value, name) => ({ session: { persistent: readBoolean(value, name) } }),
  DOORWARD_TELEMETRY: (value, name) => ({ telemetry: readBoolean(value, name) }),
  DOORWARD_METRICS: (value, name) => ({ metrics: readBoolean(value, name) }),
  DOORWARD_TITLE: (title) => ({ page: { title } }),
};

/** Variables that belong to other parts of Doorward. */
const ELSEWHERE: ReadonlySet<string> = new Set(['DOORWARD_REQUIRE', 'DOORWARD_DEBUG']);

/**
 * The options that the environment sets, and the names in it that mean nothing.
 *
 * @throws AuthError `auth/options-invalid` for a value that cannot be read, `auth/file-unreadable`.
 */
export function readEnvironment(environment: Environment): { options: DoorwardOptions; unknown: readonly string[] } {
  let options: DoorwardOptions = {};
  for (const [name, read] of Object.entries(VARIABLES)) {
    const value = readVariable(environment, name);
    if (value !== undefined) options = mergeOptions(options, read(value, name));
  }
  return { options, unknown: unknownVariables(environment) };
}

/** The names that look like ours, and are not. */
export function unknownVariables(environment: Environment): readonly string[] {
  return Object.keys(environment).filter(
    (name) =>
      name.startsWith('DOORWARD_') && !ELSEWHERE.has(name) && !Object.hasOwn(VARIABLES, name.replace(/_FILE$/, '')),
  );
}

/** `over` wins; groups of options are joined member by member, and the ways to give a token are one. */
export function mergeOptions(under: DoorwardOptions, over: DoorwardOptions): DoorwardOptions {
  const above = given(over);
  const below = TOKEN_OPTIONS.some((name) => name in above) ? without(under, TOKEN_OPTIONS) : under;
  return {
    ...below,
    ...above,
    ...(below.session && over.session ? { session: { ...below.session, ...given(over.session) } } : {}),
    ...mergeSwitches(below, over),
    ...(below.page && over.page ? { page: { ...below.page, ...given(over.page) } } : {}),
    ...(below.accounts !== undefined && over.accounts !== undefined
      ? { accounts: mergeAccounts(below.accounts, over.accounts) }
      : {}),
  };
}

/** Groups that `true` and `false` switch on and off as they are. */
function mergeSwitches(under: DoorwardOptions, over: DoorwardOptions): DoorwardOptions {
  const { apiKeys, tokens, jwt, oidc, ldap, redis } = under;
  return {
    ...(jwt === undefined || over.jwt === undefined ? {} : { jwt: mergeIssuer(jwt, over.jwt) }),
    ...(oidc === undefined || over.oidc === undefined ? {} : { oidc: mergeList(oidc, over.oidc, mergeIssuer) }),
    ...(ldap === undefined || over.ldap === undefined ? {} : { ldap: mergeList(ldap, over.ldap, mergeLdap) }),
    ...(redis === undefined || over.redis === undefined ? {} : { redis: mergeRedis(redis, over.redis) }),
    ...(apiKeys === undefined || over.apiKeys === undefined ? {} : { apiKeys: mergeSwitch(apiKeys, over.apiKeys) }),
    ...(tokens === undefined || over.tokens === undefined ? {} : { tokens: mergeSwitch(tokens, over.tokens) }),
  };
}

/** A list is a whole: it cannot be said which of them something would belong to. */
function mergeList<T extends object>(
  under: T | readonly T[],
  over: T | readonly T[],
  merge: (under: T, over: T) => T,
): T | readonly T[] {
  return isList(under) || isList(over) ? over : merge(under, over);
}

function isList<T extends object>(value: T | readonly T[]): value is readonly T[] {
  return Array.isArray(value);
}

function mergeLdap(under: LdapLoginOptions, over: LdapLoginOptions): LdapLoginOptions {
  const { tls, groups, roles } = under;
  return {
    ...under,
    ...given(over),
    ...(tls && over.tls ? { tls: { ...tls, ...given(over.tls) } } : {}),
    ...(groups && over.groups ? { groups: { ...groups, ...given(over.groups) } } : {}),
    ...(roles && over.roles ? { roles: { ...roles, ...given(over.roles) } } : {}),
  };
}

function mergeRedis(under: RedisSettings, over: RedisSettings): RedisSettings {
  const tls = under.tls && over.tls ? { tls: { ...under.tls, ...given(over.tls) } } : {};
  return { ...under, ...given(over), ...tls };
}

function mergeIssuer<T extends JwtLoginOptions | OidcLoginOptions>(under: T, over: T): T {
  const roles = under.roles && over.roles ? { roles: { ...under.roles, ...given(over.roles) } } : {};
  return { ...under, ...given(over), ...roles };
}

/** `false` above switches off what is below; `true` switches it on as it is. */
function mergeSwitch<T extends object>(under: boolean | T, over: boolean | T): boolean | T {
  if (typeof over === 'boolean') return over && typeof under === 'object' ? under : over;
  return typeof under === 'boolean' ? over : { ...under, ...given(over) };
}

type GivenAccounts = NonNullable<DoorwardOptions['accounts']>;

function mergeAccounts(under: GivenAccounts, over: GivenAccounts): GivenAccounts {
  const merged = mergeSwitch(under, over);
  if (typeof merged === 'boolean' || typeof under === 'boolean' || typeof over === 'boolean') return merged;
  return {
    ...merged,
    ...(under.owner && over.owner ? { owner: { ...under.owner, ...given(over.owner) } } : {}),
    ...(under.password && over.password ? { password: { ...under.password, ...given(over.password) } } : {}),
  };
}

const TOKEN_OPTIONS = ['token', 'tokenFile', 'tokenContent'] as const;

/** An option that is present but undefined is one that was not given. */
function given<T extends object>(options: T): T {
  return Object.fromEntries(Object.entries(options).filter(([, value]) => value !== undefined)) as T;
}

function without(options: DoorwardOptions, names: readonly string[]): DoorwardOptions {
  return Object.fromEntries(Object.entries(options).filter(([name]) => !names.includes(name)));
}

function readVariable(environment: Environment, name: string): string | undefined {
  if (environment[name] !== undefined && environment[`${name}_FILE`] !== undefined) {
    throw invalid(`${name}_FILE`, `cannot be used together with ${name}. Keep one of them.`);
  }
  const file = Object.hasOwn(VARIABLES, `${name}_FILE`) ? undefined : environment[`${name}_FILE`];
  if (file === undefined) return environment[name];
  return readSecretFile(file, `${name}_FILE`);
}

function readSecretFile(file: string, option: string): string {
  try {
    return assertNotEmpty(readFileSync(file, 'utf8'), file, option);
  } catch (error) {
    throw unreadable(file, option, error);
  }
}
