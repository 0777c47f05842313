/**
 * The one schema of all options. A value that is wrong stops the start with its path, what is wrong
 * and the remedy.
 */

import {
  AuthError,
  type DurableStore,
  type ErrorRenderer,
  type EventSink,
  type ExpiringStore,
  type PasswordDirectory,
  type Provider,
  type Scheme,
  type Verifier,
} from '@doorward/core';
import type { RedisSettings } from '@doorward/redis';
import type { LoginRenderer, SendMail } from '@doorward/web';
import { z } from 'zod';
import { checkedClock } from './checked-clock.ts';
import { contradiction } from './contradictions.ts';
import type { RolesOf } from './credential-options.ts';
import { apiKeys, jwt, ldap, oidc, roleSet, roles, staticTokens, tokens } from './credential-schema.ts';
import type { DoorwardOptions, Log } from './options.ts';
import { endpointPaths, prefix, readPublicUrl } from './path-schema.ts';
import { telemetryShape } from './telemetry/telemetry-options.ts';

const seconds = z
  .number()
  .int()
  .min(1)
  .max(400 * 24 * 60 * 60);
const colour = z.string().regex(/^#[0-9a-f]{6}$/i, 'write the colour as #rrggbb');
const text = z.string().min(1).max(200);

function callable<F>(what: string) {
  return z.custom<F>((value) => typeof value === 'function', `give ${what}`);
}

function implementing<T>(what: string, methods: readonly string[]) {
  const has = (value: unknown): boolean =>
    typeof value === 'object' &&
    value !== null &&
    methods.every((name) => typeof Reflect.get(value, name) === 'function');
  return z.custom<T>(has, `give ${what} with ${methods.join(', ')}`);
}

const DEFAULT_IDLE_SECONDS = 3 * 24 * 60 * 60;

const accountSettings = z.strictObject({
  owner: z
    .strictObject({
      username: text.default('owner'),
      email: text.optional(),
      password: z.string().min(1).max(1024).optional(),
      isDefault: z.boolean().default(false),
    })
    .optional(),
  roles: roleSet.optional(),
  signUp: z.enum(['off', 'pending', 'active']).default('off'),
  passwords: z.boolean().default(true),
  provisioning: z.enum(['off', 'once', 'each-time']).default('off'),
  password: z
    .strictObject({
      minLength: z.number().int().min(8, 'use at least 8').max(64).default(15),
      blocked: z.array(z.string()).default([]),
    })
    .prefault({}),
  basic: z.boolean().default(false),
  autoLogin: text.optional(),
  auditDays: z.number().int().min(1).max(36_500).default(90),
  sendMail: callable<SendMail>('a function').nullable().default(null),
});

/** `true` is every default. */
const accounts = z
  .preprocess((given) => (given === true ? {} : given === false ? undefined : given), accountSettings.optional())
  .transform((settings) => settings ?? (false as const));

const isMatch = (form: RegExp, value: unknown): boolean => typeof value === 'string' && form.test(value);

/** Of a provider or a directory. */
const SOURCE_ID = /^[a-z0-9-]{1,32}$/;

const providers = z
  .array(implementing<Provider>('a provider', ['begin', 'finish']))
  .default([])
  .refine(
    (given) => given.every(({ id, name }) => isMatch(SOURCE_ID, id) && isMatch(/./, name)),
    'give each an id of 1 to 32 lower-case letters, digits and "-", and a name for people',
  );

const directories = z
  .array(implementing<PasswordDirectory>('a directory', ['authenticate']))
  .default([])
  .refine(
    (given) => given.every(({ id }) => isMatch(SOURCE_ID, id)),
    'give each an id of 1 to 32 lower-case letters, digits and "-"',
  );

const schema = z.strictObject({
  ...telemetryShape,
  auth: z.enum(['required', 'off']).default('required'),
  openToNetwork: z.boolean().default(false),
  token: z.string().min(8, 'use at least 8 characters; 22 random ones cannot be guessed').max(1024).optional(),
  tokenFile: z.string().min(1, 'name a file, or "-" for standard input').optional(),
  tokenContent: z.union([z.string(), z.instanceof(Uint8Array)]).optional(),
  secret: z.union([z.string().transform((value) => [value]), z.array(z.string()).min(1)]).optional(),
  accounts,
  apiKeys,
  tokens,
  staticTokens,
  jwt,
  roles: roles.optional(),
  oidc,
  providers,
  ldap,
  directories,
  rolesOf: callable<RolesOf>('a function').optional(),
  dataFolder: z.string().min(1, 'name a folder').optional(),
  databaseUrl: z.string().min(1, 'write the address of a PostgreSQL database').optional(),
  redisUrl: z.string().min(1, 'write the address of a Redis server, such as redis://host:6379').optional(),
  // Looked at by `@doorward/redis`, which knows what it takes.
  redis: z
    .custom<RedisSettings>(
      (value) => typeof value === 'object' && value !== null && !Array.isArray(value),
      'give an object',
    )
    .optional(),
  publicUrl: z
    .union([z.instanceof(URL), z.string()])
    .optional()
    .transform(readPublicUrl),
  basePath: prefix.optional(),
  origins: z.array(z.string()).default([]),
  cors: z.enum(['doorward', 'app']).default('doorward'),
  authorization: z.enum(['doorward', 'app']).default('doorward'),
  queryToken: z.boolean().default(true),
  trustProxy: z.union([z.number().int().min(0).max(16), z.array(z.string())]).default(0),
  forwardAuth: z.boolean().default(false),
  public: z.array(z.string()).default([]),
  paths: endpointPaths,
  session: z
    .strictObject({
      idleSeconds: seconds.optional(),
      absoluteSeconds: seconds.default(14 * 24 * 60 * 60),
      sameSite: z.enum(['Lax', 'Strict']).default('Lax'),
    })
    .prefault({})
    .transform((session) => ({
      ...session,
      idleSeconds: session.idleSeconds ?? Math.min(DEFAULT_IDLE_SECONDS, session.absoluteSeconds),
    })),
  realm: z
    .string()
    .regex(/^[\x20-\x7e]{1,100}$/, 'use 1 to 100 printable ASCII characters')
    .default('Doorward'),
  page: z
    .strictObject({
      title: text.default('Doorward'),
      description: text.nullable().default(null),
      logo: z
        .string()
        .regex(/^(?:\/(?!\/)|data:image\/)\S*$/, 'give a path on this site or a data:image/… URL')
        .nullable()
        .default(null),
      accent: z.strictObject({ light: colour.default('#1f5fbf'), dark: colour.default('#8ab8ff') }).prefault({}),
      renderLogin: callable<LoginRenderer>('a function').nullable().default(null),
    })
    .prefault({}),
  renderError: callable<ErrorRenderer>('a function').nullable().default(null),
  onEvent: z
    .union([callable<EventSink>('a function').transform((sink) => [sink]), z.array(callable<EventSink>('functions'))])
    .default([]),
  schemes: z.array(implementing<Scheme>('a scheme', ['authenticate'])).default([]),
  verifiers: z.array(implementing<Verifier>('a verifier', ['verify'])).default([]),
  store: implementing<ExpiringStore>(
    'a store',
    'get create extend replace claim delete deleteOwned list increment count reset mayCache subscribe close'.split(' '),
  ).optional(),
  durableStore: implementing<DurableStore>(
    'a store',
    (
      'user userBy userByIdentity users key keyBy keys setting write signedIn keysUsed addEvents events deleteEvents ' +
      'subscribe close'
    ).split(' '),
  ).optional(),
  log: implementing<Log>('a log', ['info', 'warn']).optional(),
  now: callable<() => number>('a function').transform(checkedClock).optional(),
});

export type ResolvedOptions = Readonly<z.output<typeof schema>>;

/**
 * Applies defaults and rules.
 *
 * @throws AuthError `auth/options-invalid` naming every option that is wrong.
 */
export function resolveOptions(options: DoorwardOptions, isProduction: boolean): ResolvedOptions {
  const result = schema.safeParse(options);
  if (!result.success) throw describe(result.error.issues);
  const wrong = contradiction(result.data, isProduction);
  if (wrong !== null) throw invalid(wrong.option, wrong.text);
  return Object.freeze(result.data);
}

/** @throws AuthError `auth/options-invalid` for what is no object of options. */
export function assertOptions(options: unknown): DoorwardOptions {
  if (typeof options === 'object' && options !== null && !Array.isArray(options)) return options;
  throw invalid('options', 'give an object of options, a Doorward from createAuth, or nothing. See docs/options.md.');
}

export function invalid(option: string, what: string): AuthError {
  return new AuthError('auth/options-invalid', `${option}: ${what}`, { option });
}

function describe(issues: readonly z.core.$ZodIssue[]): AuthError {
  const lines = issues.flatMap((issue): { option: string; text: string }[] => {
    const at = issue.path.map(String).join('.');
    if (issue.code !== 'unrecognized_keys') return [{ option: at, text: withRemedy(issue.message) }];
    return issue.keys.map((key) => ({ option: at === '' ? key : `${at}.${key}`, text: unknownOption(key) }));
  });
  const [first = { option: 'options', text: 'not an object' }] = lines;
  return new AuthError('auth/options-invalid', lines.map(({ option, text: what }) => `${option}: ${what}`).join('; '), {
    option: first.option,
  });
}

/** The schema library's own messages say what is wrong, and not what to do. */
function withRemedy(message: string): string {
  return /^(?:Invalid|Too)/.test(message) ? `${message}. See docs/options.md for what it takes.` : message;
}

function unknownOption(key: string): string {
  const near = nearestName(key.toLowerCase(), Object.keys(schema.shape));
  return `there is no such option${near === undefined ? '' : `; did you mean ${near}?`} See docs/options.md.`;
}

/** The name that begins most like `key`, if at least three letters agree; the shorter of two such names. */
function nearestName(key: string, names: readonly string[]): string | undefined {
  const common = (name: string): number => {
    let length = 0;
    while (length < key.length && name.toLowerCase()[length] === key[length]) length += 1;
    return length;
  };
  const [best] = [...names].sort((a, b) => common(b) - common(a) || a.length - b.length);
  return best !== undefined && common(best) >= 3 ? best : undefined;
}
