/**
 * The schema of the paths that our endpoints have, and of the address that browsers use.
 */

import type { ProviderPaths } from '@doorward/core';
import * as v from 'valibot';
import { recordOf, strictObject } from './option-values.ts';

/** A path of ours: absolute, no dot segments, no trailing slash, nothing to escape. */
const PATH = /^(?:\/[A-Za-z0-9_~!$&'()+,=@-][A-Za-z0-9._~!$&'()+,=@-]*)+$/;

const path = v.pipe(v.string(), v.regex(PATH, 'write an absolute path without trailing slash, such as "/auth/login"'));
export const prefix = v.pipe(
  v.string(),
  v.check(
    (value) => value === '' || value === '/' || PATH.test(value),
    'write "/" or a path without trailing slash, such as "/tools"',
  ),
);
const providerPaths = strictObject({
  login: v.optional(path),
  callback: v.optional(path),
  signedOut: v.optional(path),
});

export const NOT_APART =
  'two of the paths are the same, or one lies below capabilities, me, account, admin, api or metrics. Give each its own.';

export const endpointPaths = v.optional(
  v.pipe(
    strictObject({
      login: v.optional(path, '/auth/login'),
      logout: v.optional(path, '/auth/logout'),
      home: v.optional(v.union([v.literal('/'), path]), '/'),
      forbidden: v.optional(v.nullable(path), null),
      ticket: v.optional(path, '/auth/ticket'),
      signUp: v.optional(path, '/auth/sign-up'),
      account: v.optional(path, '/auth/account'),
      admin: v.optional(path, '/auth/admin'),
      api: v.optional(path, '/auth/api'),
      token: v.optional(path, '/auth/token'),
      revoke: v.optional(path, '/auth/revoke'),
      verify: v.optional(path, '/auth/verify'),
      live: v.optional(path, '/auth/live'),
      ready: v.optional(path, '/auth/ready'),
      metrics: v.optional(path, '/auth/metrics'),
      capabilities: v.optional(path, '/auth/capabilities'),
      me: v.optional(path, '/auth/me'),
      providers: v.optional(recordOf(providerPaths), {}),
    }),
    v.check((paths) => arePathsApart(paths), NOT_APART),
  ),
  {},
);

type ProviderPathOptions = v.InferOutput<typeof providerPaths>;

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

export const publicUrl = v.optional(
  v.nullable(
    v.pipe(
      v.union([v.instance(URL), v.string()]),
      v.rawTransform(({ dataset, addIssue, NEVER }) => {
        const url = readPublicUrl(String(dataset.value));
        if (url !== null) return url;
        addIssue({
          message: 'write the address as browsers use it, such as "https://example.com" or "https://example.com/tools"',
        });
        return NEVER;
      }),
    ),
  ),
  null,
);

function readPublicUrl(value: string): URL | null {
  const url = URL.canParse(value) ? new URL(value) : null;
  const isPlain =
    url !== null &&
    /^https?:$/.test(url.protocol) &&
    url.search === '' &&
    url.hash === '' &&
    url.username === '' &&
    url.password === '';
  return isPlain && (url.pathname === '/' || PATH.test(url.pathname.replace(/\/$/, ''))) ? url : null;
}
