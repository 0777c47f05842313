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
import type { LoginRenderer } from '@doorward/web';
import * as v from 'valibot';
import { accounts } from './account-schema.ts';
import { checkedClock } from './checked-clock.ts';
import { contradiction } from './contradictions.ts';
import type { RolesOf } from './credential-options.ts';
import { apiKeys, jwt, ldap, oidc, roles, staticTokens, tokens } from './credential-schema.ts';
import { callable, flag, implementing, isObject, someText, strictObject, text, wholeNumber } from './option-values.ts';
import type { DoorwardOptions, Log } from './options.ts';
import { endpointPaths, prefix, publicUrl } from './path-schema.ts';
import { telemetryShape } from './telemetry/telemetry-options.ts';

const seconds = wholeNumber(1, 400 * 24 * 60 * 60);
const colour = v.pipe(v.string(), v.regex(/^#[0-9a-f]{6}$/i, 'write the colour as #rrggbb'));
const label = text(200);

const isMatch = (form: RegExp, value: unknown): boolean => typeof value === 'string' && form.test(value);

/** Of a provider or a directory. */
const SOURCE_ID = /^[a-z0-9-]{1,32}$/;

const providers = v.optional(
  v.pipe(
    v.array(implementing<Provider>('a provider', 'begin finish')),
    v.check(
      (given) => given.every(({ id, name }) => isMatch(SOURCE_ID, id) && isMatch(/./, name)),
      'give each an id of 1 to 32 lower-case letters, digits and "-", and a name for people',
    ),
  ),
  [],
);

const directories = v.optional(
  v.pipe(
    v.array(implementing<PasswordDirectory>('a directory', 'authenticate')),
    v.check(
      (given) => given.every(({ id }) => isMatch(SOURCE_ID, id)),
      'give each an id of 1 to 32 lower-case letters, digits and "-"',
    ),
  ),
  [],
);

const DEFAULT_IDLE_SECONDS = 3 * 24 * 60 * 60;

const session = v.optional(
  v.pipe(
    strictObject({
      idleSeconds: v.optional(seconds),
      absoluteSeconds: v.optional(seconds, 14 * 24 * 60 * 60),
      sameSite: v.optional(v.picklist(['Lax', 'Strict']), 'Lax'),
      persistent: flag(true),
    }),
    v.transform((given) => ({
      ...given,
      idleSeconds: given.idleSeconds ?? Math.min(DEFAULT_IDLE_SECONDS, given.absoluteSeconds),
    })),
  ),
  {},
);

const page = v.optional(
  strictObject({
    title: v.optional(label, 'Doorward'),
    description: v.optional(v.nullable(label), null),
    logo: v.optional(
      v.nullable(
        v.pipe(v.string(), v.regex(/^(?:\/(?!\/)|data:image\/)\S*$/, 'give a path on this site or a data:image/… URL')),
      ),
      null,
    ),
    accent: v.optional(strictObject({ light: v.optional(colour, '#1f5fbf'), dark: v.optional(colour, '#8ab8ff') }), {}),
    renderLogin: v.optional(v.nullable(callable<LoginRenderer>('a function')), null),
  }),
  {},
);

const schema = strictObject({
  ...telemetryShape,
  auth: v.optional(v.picklist(['required', 'off']), 'required'),
  openToNetwork: flag(false),
  token: v.optional(
    v.pipe(
      v.string(),
      v.minLength(8, 'use at least 8 characters; 22 random ones cannot be guessed'),
      v.maxLength(1024),
    ),
  ),
  tokenFile: v.optional(someText('name a file, or "-" for standard input')),
  tokenContent: v.optional(v.union([v.string(), v.instance(Uint8Array)])),
  secret: v.optional(
    v.union([
      v.pipe(
        v.string(),
        v.transform((value) => [value]),
      ),
      v.pipe(v.array(v.string()), v.minLength(1)),
    ]),
  ),
  accounts,
  apiKeys,
  tokens,
  staticTokens,
  jwt,
  roles: v.optional(roles),
  oidc,
  providers,
  ldap,
  directories,
  rolesOf: v.optional(callable<RolesOf>('a function')),
  dataFolder: v.optional(someText('name a folder')),
  databaseUrl: v.optional(someText('write the address of a PostgreSQL database')),
  redisUrl: v.optional(someText('write the address of a Redis server, such as redis://host:6379')),
  // Looked at by `@doorward/redis`, which knows what it takes.
  redis: v.optional(v.custom<RedisSettings>((value) => isObject(value) && !Array.isArray(value), 'give an object')),
  publicUrl,
  basePath: v.optional(prefix),
  origins: v.optional(v.array(v.string()), []),
  cors: v.optional(v.picklist(['doorward', 'app']), 'doorward'),
  authorization: v.optional(v.picklist(['doorward', 'app']), 'doorward'),
  queryToken: flag(true),
  trustProxy: v.optional(v.union([wholeNumber(0, 16), v.array(v.string())]), 0),
  forwardAuth: flag(false),
  public: v.optional(v.array(v.string()), []),
  paths: endpointPaths,
  session,
  realm: v.optional(
    v.pipe(v.string(), v.regex(/^[\x20-\x7e]{1,100}$/, 'use 1 to 100 printable ASCII characters')),
    'Doorward',
  ),
  page,
  renderError: v.optional(v.nullable(callable<ErrorRenderer>('a function')), null),
  onEvent: v.optional(
    v.union([
      v.pipe(
        callable<EventSink>('a function'),
        v.transform((sink) => [sink]),
      ),
      v.array(callable<EventSink>('functions')),
    ]),
    [],
  ),
  schemes: v.optional(v.array(implementing<Scheme>('a scheme', 'authenticate')), []),
  verifiers: v.optional(v.array(implementing<Verifier>('a verifier', 'verify')), []),
  store: v.optional(
    implementing<ExpiringStore>(
      'a store',
      'get create extend replace claim delete deleteOwned list increment count reset mayCache subscribe close',
    ),
  ),
  durableStore: v.optional(
    implementing<DurableStore>(
      'a store',
      'user userBy userByIdentity users key keyBy keys setting write signedIn keysUsed addEvents events deleteEvents ' +
        'subscribe close',
    ),
  ),
  log: v.optional(implementing<Log>('a log', 'info warn')),
  now: v.optional(v.pipe(callable<() => number>('a function'), v.transform(checkedClock))),
});

export type ResolvedOptions = Readonly<v.InferOutput<typeof schema>>;

/**
 * Applies defaults and rules.
 *
 * @throws AuthError `auth/options-invalid` naming the options that are wrong; of unknown ones the first in each object.
 */
export function resolveOptions(options: DoorwardOptions, isProduction: boolean): ResolvedOptions {
  const result = v.safeParse(schema, options);
  if (!result.success) throw describe(result.issues);
  const wrong = contradiction(result.output, isProduction);
  if (wrong !== null) throw invalid(wrong.option, wrong.text);
  return Object.freeze(result.output);
}

/** @throws AuthError `auth/options-invalid` for what is no object of options. */
export function assertOptions(options: unknown): DoorwardOptions {
  if (typeof options === 'object' && options !== null && !Array.isArray(options)) return options;
  throw invalid('options', 'give an object of options, a Doorward from createAuth, or nothing. See docs/options.md.');
}

export function invalid(option: string, what: string): AuthError {
  return new AuthError('auth/options-invalid', `${option}: ${what}`, { option });
}

function describe(issues: readonly v.BaseIssue<unknown>[]): AuthError {
  const lines = issues.map((issue) => ({ option: v.getDotPath(issue) ?? 'options', text: textOf(issue) }));
  const option = lines[0]?.option ?? 'options';
  return new AuthError('auth/options-invalid', lines.map((line) => `${line.option}: ${line.text}`).join('; '), {
    option,
  });
}

/** The schema library's own messages say what was given, which may be a secret, and not what to do. */
function textOf({ type, expected, message, path }: v.BaseIssue<unknown>): string {
  const [own] = /^Invalid \w+/.exec(message) ?? [];
  if (own === undefined) return message;
  if (type === 'strict_object' && expected === 'never') return unknownOption(String(path?.at(-1)?.key));
  const what = own === 'Invalid key' ? 'is missing' : `${own}: expected ${expected ?? 'something else'}`;
  return `${what}. See docs/options.md for what it takes.`;
}

function unknownOption(key: string): string {
  const near = nearestName(key.toLowerCase(), Object.keys(schema.pipe[1].entries));
  return `there is no such option${near === undefined ? '.' : `; did you mean ${near}?`} See docs/options.md.`;
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
