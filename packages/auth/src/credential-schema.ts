/**
 * The schema of the options about API keys, tokens, and issuers of JWTs and ID tokens.
 */

import type { RoleSet } from '@doorward/accounts';
import { z } from 'zod';
import type { JwtLoginOptions, LdapLoginOptions, OidcLoginOptions } from './credential-options.ts';

const YEAR_SECONDS = 400 * 24 * 60 * 60;

/** RFC 9110 §5.6.2, in lower case. */
const headerName = z
  .string()
  .regex(/^[a-z0-9-]{1,64}$/i, 'write the name of a header, such as "x-api-key"')
  .refine(isFree, 'is a header with a meaning of its own. Choose another one, such as "x-api-key"')
  .transform((name) => name.toLowerCase());

const parameterName = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,64}$/, 'write the name of a query parameter, such as "x-api-key"')
  .refine((name) => name !== 'access_token' && name !== 'access_ticket', 'is taken. Choose another one');

const cookieName = z
  .string()
  .regex(/^(?!__)[A-Za-z0-9_-]{1,64}$/, 'write 1 to 64 letters, digits, "-" and "_", not beginning with "__"');

const pathPrefix = z
  .string()
  .regex(/^(?:\/[A-Za-z0-9._~-]+)+\/?$/, 'write a path, such as "/api/": it holds for all below');

const shippedRoles = z.enum(['team', 'superuser', 'studio']);
const ownRoles = z.custom<RoleSet>((value) => typeof value === 'object' && value !== null && 'roles' in value);

export const roleSet = z.union([shippedRoles, ownRoles], {
  error: 'write team, superuser or studio, or give a role set',
});

export const roles = z.union(
  [shippedRoles, ownRoles, z.strictObject({ roleMapping: z.record(z.string(), z.array(z.string().min(1))) })],
  { error: 'write team, superuser or studio, or give a role set or { roleMapping }: lists of permissions by role' },
);

/** `true` is every default. */
function switchable<T extends z.ZodType>(settings: T) {
  return z
    .preprocess((given) => (given === true ? {} : given === false ? undefined : given), settings.optional())
    .transform((value) => value ?? (false as const));
}

export const apiKeys = switchable(
  z.strictObject({
    header: headerName.default('x-api-key'),
    query: z.union([parameterName, z.literal(false)]).default(false),
    prefix: z
      .string()
      .regex(/^[A-Za-z0-9_-]{2,16}$/, 'write 2 to 16 letters, digits, "-" and "_"')
      .default('dwk_'),
    bootstrap: z
      .string()
      .min(32, 'use at least 32 random characters. Make one with: npx doorward secret')
      .max(200)
      .regex(/^[\x21-\x7e]+$/, 'use printable ASCII without spaces')
      .refine(isRandom, 'can be guessed. Make one with: npx doorward secret')
      .optional(),
    demandedAt: z.array(pathPrefix).default([]),
  }),
);

export const tokens = switchable(
  z.strictObject({
    accessSeconds: z.number().int().min(1).max(YEAR_SECONDS).default(3600),
    refreshSeconds: z.number().int().min(0).max(YEAR_SECONDS).optional(),
    headers: z.array(headerName).default([]),
    cookies: z
      .union([
        z.boolean(),
        z
          .strictObject({ access: cookieName, refresh: cookieName.optional() })
          .refine(({ access, refresh }) => access !== refresh, 'both have one name. Give each its own.'),
      ])
      .default(false),
    passwordGrant: z.boolean().default(false),
  }),
);

/** By position, so that no mistake is named by the token itself. */
const staticUsers = z.preprocess(
  (given) =>
    typeof given === 'object' && given !== null && !Array.isArray(given)
      ? Object.entries(given).map(([token, user]: [string, unknown]) => ({ token, user }))
      : undefined,
  z.array(
    z.strictObject({
      token: z.string().min(8, 'use at least 8 characters; 22 random ones cannot be guessed').max(1024),
      user: z.strictObject({
        id: z.string().min(1).max(200),
        name: z.string().min(1).max(200).optional(),
        email: z.string().min(1).max(320).optional(),
        avatarUrl: z.string().min(1).max(2048).optional(),
        role: z.string().min(1).optional(),
        roles: z.array(z.string().min(1)).default([]),
        permissions: z.array(z.string().min(1)).default([]),
      }),
    }),
    { error: 'give an object: by token, whom it stands for' },
  ),
);

export const staticTokens = z
  .strictObject({ tokens: staticUsers.optional(), users: staticUsers.optional() })
  .refine(
    ({ tokens: given, users }) => (given === undefined) !== (users === undefined),
    'give tokens or users, one of them',
  )
  .transform(({ tokens: given, users }) => (given ?? users ?? []).map(({ token, user }) => [token, user] as const))
  .refine((entries) => entries.length > 0, 'holds no token. Give one, or remove it')
  .refine(
    (entries) => new Set(entries.map(([, { id }]) => id)).size === entries.length,
    'two tokens have one id. Give each user its own',
  )
  .optional();

/** Looked at by `@doorward/jwt`, which knows what it takes. */
export const jwt = z
  .custom<JwtLoginOptions>((value) => typeof value === 'object' && value !== null, 'give an object')
  .optional();

/** One or a list. Looked at by its package, which knows what it takes. */
function oneOrMore<T extends object>() {
  return z
    .preprocess(
      (given) => (given === undefined || Array.isArray(given) ? given : [given]),
      z
        .array(z.custom<T>((value) => typeof value === 'object' && value !== null, 'give an object, or a list'))
        .optional(),
    )
    .transform((given) => given ?? []);
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
