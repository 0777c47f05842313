/**
 * The schema of the paths that our endpoints have, and of the address that browsers use.
 */

import type { ProviderPaths } from '@doorward/core';
import { z } from 'zod';

/** A path of ours: absolute, no dot segments, no trailing slash, nothing to escape. */
const PATH = /^(?:\/[A-Za-z0-9_~!$&'()+,=@-][A-Za-z0-9._~!$&'()+,=@-]*)+$/;

const path = z.string().regex(PATH, 'write an absolute path without trailing slash, such as "/auth/login"');
export const prefix = z
  .string()
  .refine(
    (value) => value === '' || value === '/' || PATH.test(value),
    'write "/" or a path without trailing slash, such as "/tools"',
  );
const providerPaths = z.strictObject({ login: path.optional(), callback: path.optional(), signedOut: path.optional() });

export const NOT_APART =
  'two of the paths are the same, or one lies below capabilities, me, account, admin, api or metrics. Give each its own.';

export const endpointPaths = z
  .strictObject({
    login: path.default('/auth/login'),
    logout: path.default('/auth/logout'),
    home: z.union([z.literal('/'), path]).default('/'),
    forbidden: path.nullable().default(null),
    ticket: path.default('/auth/ticket'),
    signUp: path.default('/auth/sign-up'),
    account: path.default('/auth/account'),
    admin: path.default('/auth/admin'),
    api: path.default('/auth/api'),
    token: path.default('/auth/token'),
    revoke: path.default('/auth/revoke'),
    verify: path.default('/auth/verify'),
    live: path.default('/auth/live'),
    ready: path.default('/auth/ready'),
    metrics: path.default('/auth/metrics'),
    capabilities: path.default('/auth/capabilities'),
    me: path.default('/auth/me'),
    providers: z.record(z.string(), providerPaths).default({}),
  })
  .prefault({})
  .refine(arePathsApart, NOT_APART);

type ProviderPathOptions = z.output<typeof providerPaths>;

interface GivenPaths {
  readonly home: string;
  readonly providers: Readonly<Record<string, ProviderPathOptions | ProviderPaths>>;
}

/** Where a provider begins and ends; `tells`: it says itself who was signed out there. */
export function pathsOfProvider(
  id: string,
  { providers }: Pick<GivenPaths, 'providers'>,
  tells: boolean,
): ProviderPaths {
  const base = `/auth/sso/${id}`;
  const { login = base, callback = `${base}/callback`, signedOut = `${base}/signed-out` } = providers[id] ?? {};
  return { login, callback, signedOut: tells ? signedOut : null };
}

/** No two endpoints answer for one path. */
export function arePathsApart({ home: _home, providers, ...endpoints }: GivenPaths): boolean {
  const all = [
    ...Object.entries(endpoints as Readonly<Record<string, string | null>>),
    ...Object.entries(providers).flatMap(([id, { login = null, callback = null, signedOut = null }]) => [
      [`${id} login`, login] as const,
      [`${id} callback`, callback] as const,
      [`${id} signedOut`, signedOut] as const,
    ]),
  ].filter(([, path]) => path !== null);
  return all.every(([name, path]) =>
    all.every(([other, area]) => other === name || (path !== area && !(isArea(other) && path?.startsWith(`${area}/`)))),
  );
}

const isArea = (name: string): boolean => ['capabilities', 'me', 'account', 'admin', 'api', 'metrics'].includes(name);

export function readPublicUrl(value: string | URL | undefined, context: z.core.$RefinementCtx): URL | null {
  if (value === undefined) return null;
  const url = URL.canParse(String(value)) ? new URL(String(value)) : null;
  const isPlain =
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    url.search === '' &&
    url.hash === '' &&
    url.username === '' &&
    url.password === '';
  if (isPlain && (url.pathname === '/' || PATH.test(url.pathname.replace(/\/$/, '')))) return url;
  context.issues.push({
    code: 'custom',
    input: value,
    message: 'write the address as browsers use it, such as "https://example.com" or "https://example.com/tools"',
  });
  return z.NEVER;
}
