/**
 * The schema of the options about API keys, tokens, and issuers of JWTs and ID tokens.
 */

import type { RoleSet } from '@doorward/accounts';
import * as v from 'valibot';
import type { JwtLoginOptions, LdapLoginOptions, OidcLoginOptions } from './credential-options.ts';
import { isObject, isRecord, someText, strictObject, switchable, text, wholeNumber } from './option-values.ts';

const YEAR_SECONDS = 400 * 24 * 60 * 60;

/** RFC 9110 §5.6.2, in lower case. */
const headerName = v.pipe(
  v.string(),
  v.regex(/^[a-z0-9-]{1,64}$/i, 'write the name of a header, such as "x-api-key"'),
  v.check(isFree, 'is a header with a meaning of its own. Choose another one, such as "x-api-key"'),
  v.transform((name) => name.toLowerCase()),
);

const parameterName = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]{1,64}$/, 'write the name of a query parameter, such as "x-api-key"'),
  v.check((name) => name !== 'access_token' && name !== 'access_ticket', 'is taken. Choose another one'),
);

const cookieName = v.pipe(
  v.string(),
  v.regex(/^(?!__)[A-Za-z0-9_-]{1,64}$/, 'write 1 to 64 letters, digits, "-" and "_", not beginning with "__"'),
);

const pathPrefix = v.pipe(
  v.string(),
  v.regex(/^(?:\/[A-Za-z0-9._~-]+)+\/?$/, 'write a path, such as "/api/": it holds for all below'),
);

const shippedRoles = v.picklist(['team', 'superuser', 'studio']);
const ownRoles = v.custom<RoleSet>((value) => isObject(value) && 'roles' in value);

export const roleSet = v.union([shippedRoles, ownRoles], 'write team, superuser or studio, or give a role set');

/** Any name is that of a role: the library's own schema would leave `constructor` out. */
const listsByRole = v.custom<Record<string, string[]>>(
  (value) =>
    isRecord(value) &&
    Object.values(value).every(
      (list: unknown) => Array.isArray(list) && list.every((entry) => typeof entry === 'string' && entry !== ''),
    ),
);

export const roles = v.union(
  [shippedRoles, ownRoles, strictObject({ roleMapping: listsByRole })],
  'write team, superuser or studio, or give a role set or { roleMapping }: lists of permissions by role',
);

export const apiKeys = switchable(
  strictObject({
    header: v.optional(headerName, 'x-api-key'),
    query: v.optional(v.union([parameterName, v.literal(false)]), false),
    prefix: v.optional(
      v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{2,16}$/, 'write 2 to 16 letters, digits, "-" and "_"')),
      'dwk_',
    ),
    bootstrap: v.optional(
      v.pipe(
        v.string(),
        v.minLength(32, 'use at least 32 random characters. Make one with: npx doorward secret'),
        v.maxLength(200),
        v.regex(/^[\x21-\x7e]+$/, 'use printable ASCII without spaces'),
        v.check(isRandom, 'can be guessed. Make one with: npx doorward secret'),
      ),
    ),
    demandedAt: v.optional(v.array(pathPrefix), []),
  }),
);

export const tokens = switchable(
  strictObject({
    accessSeconds: v.optional(wholeNumber(1, YEAR_SECONDS), 3600),
    refreshSeconds: v.optional(wholeNumber(0, YEAR_SECONDS)),
    headers: v.optional(v.array(headerName), []),
    cookies: v.optional(
      v.union([
        v.boolean(),
        v.pipe(
          strictObject({ access: cookieName, refresh: v.optional(cookieName) }),
          v.check(({ access, refresh }) => access !== refresh, 'both have one name. Give each its own.'),
        ),
      ]),
      false,
    ),
    passwordGrant: v.optional(v.boolean(), false),
  }),
);

const names = v.optional(v.array(someText()), []);

/** By position, so that no mistake is named by the token itself. */
const staticUsers = v.pipe(
  v.unknown(),
  v.transform((given) =>
    isObject(given) && !Array.isArray(given)
      ? Object.entries(given).map(([token, user]: [string, unknown]) => ({ token, user }))
      : undefined,
  ),
  v.array(
    strictObject({
      token: v.pipe(
        v.string(),
        v.minLength(8, 'use at least 8 characters; 22 random ones cannot be guessed'),
        v.maxLength(1024),
      ),
      user: strictObject({
        id: text(200),
        name: v.optional(text(200)),
        email: v.optional(text(320)),
        avatarUrl: v.optional(text(2048)),
        role: v.optional(someText()),
        roles: names,
        permissions: names,
      }),
    }),
    'give an object: by token, whom it stands for',
  ),
);

export const staticTokens = v.optional(
  v.pipe(
    strictObject({ tokens: v.optional(staticUsers), users: v.optional(staticUsers) }),
    v.check(
      ({ tokens: given, users }) => (given === undefined) !== (users === undefined),
      'give tokens or users, one of them',
    ),
    v.transform(({ tokens: given, users }) => (given ?? users ?? []).map(({ token, user }) => [token, user] as const)),
    v.check((entries) => entries.length > 0, 'holds no token. Give one, or remove it'),
    v.check(
      (entries) => new Set(entries.map(([, { id }]) => id)).size === entries.length,
      'two tokens have one id. Give each user its own',
    ),
  ),
);

/** Looked at by `@doorward/jwt`, which knows what it takes. */
export const jwt = v.optional(v.custom<JwtLoginOptions>(isObject, 'give an object'));

/** One or a list. Looked at by its package, which knows what it takes. */
function oneOrMore<T extends object>() {
  return v.optional(
    v.pipe(
      v.unknown(),
      v.transform((given): unknown => (Array.isArray(given) ? given : [given])),
      v.array(v.custom<T>(isObject, 'give an object, or a list')),
    ),
    [],
  );
}

export const oidc = oneOrMore<OidcLoginOptions>();

export const ldap = oneOrMore<LdapLoginOptions>();

const TAKEN_HEADERS = [
  'authorization',
  'cookie',
  'host',
  'origin',
  'referer',
  'content-type',
  'content-length',
  'accept',
  'connection',
  'upgrade',
  'forwarded',
  'via',
];

/** What browsers and proxies write. */
const TAKEN_BEGINNINGS = ['sec-', 'x-forwarded-', 'x-real-'];

function isFree(name: string): boolean {
  const lower = name.toLowerCase();
  return !TAKEN_HEADERS.includes(lower) && !TAKEN_BEGINNINGS.some((beginning) => lower.startsWith(beginning));
}

/** As the key ring judges a secret. */
function isRandom(text: string): boolean {
  return new Set(text).size >= 8 && !/change.?me|secret.?key|your.?secret|your.?api.?key|example/i.test(text);
}
