/**
 * The core of the resolved options: for a server, and for whoever works on its store beside it.
 */

import {
  ANYONE,
  type Core,
  createCore,
  type EndpointPaths,
  type ExpiringStore,
  type HealthCheck,
  type KeyDemand,
  type KeyRing,
  type PlacedProvider,
  type ProblemRenderer,
  type Telemetry,
  type TokenLogin,
  type TokenOptions,
} from '@doorward/core';
import type { ResolvedOptions } from './option-schema.ts';
import type { People } from './people.ts';
import type { PlacedDirectories } from './placed-directories.ts';
import type { ProgramCredentials } from './program-credentials.ts';

export interface CoreParts {
  readonly keys: KeyRing;
  readonly store: ExpiringStore;
  readonly login: TokenLogin | null;
  readonly people: People | null;
  readonly programs: ProgramCredentials;
  readonly providers: readonly PlacedProvider[];
  readonly directories: Pick<PlacedDirectories, 'verifiers'>;
  /** What has to be there beside the store of sessions. */
  readonly healthChecks: readonly HealthCheck[];
  /** `null`: no request will ever come. */
  readonly renderProblem: ProblemRenderer | null;
  readonly telemetry: Telemetry;
  readonly onError: (error: unknown) => void;
}

export function composeCore(options: ResolvedOptions, parts: CoreParts): Core {
  const { keys, store, login, people, programs, providers, directories, renderProblem, telemetry, onError } = parts;
  const { publicUrl, session, paths } = options;
  const now = options.now ?? Date.now;
  const visiblePath = (publicUrl?.pathname ?? options.basePath ?? '').replace(/\/$/, '');
  const basePath = (options.basePath ?? visiblePath).replace(/\/$/, '');
  const isHostCookie = publicUrl?.protocol === 'https:' && visiblePath === '';
  const cookieNames = keys
    .signatures('cookie name', visiblePath)
    .map((signature) => `${isHostCookie ? '__Host-' : ''}doorward_${signature.slice(0, 10)}`);
  return createCore({
    ...options,
    basePath,
    paths: endpointPaths(options),
    home: paths.home,
    forbidden: paths.forbidden,
    providers,
    session,
    schemes: [
      ...options.schemes,
      ...present(people?.keys?.scheme),
      ...present(programs.jwt),
      ...present(programs.staticTokens?.scheme),
      // Takes whatever no other scheme knows, so it comes last.
      ...present(login?.scheme),
    ],
    keyDemand: keyDemandOf(options, people),
    tokens: tokenOptionsOf(options, cookieNames),
    basicPasswords: options.accounts !== false && options.accounts.basic,
    verifiers: [
      ...options.verifiers,
      ...present(people?.hasPasswords ? people.directory.verifier : null),
      ...directories.verifiers,
      ...present(programs.staticTokens?.verifier),
      ...present(login?.verifier),
    ],
    everybody: people?.everybody ?? (() => ANYONE),
    cookieNames,
    keys,
    subjects: people?.directory.subjects ?? null,
    store,
    healthChecks: parts.healthChecks,
    events: [...options.onEvent, ...(people === null ? [] : [people.recorder.sink])],
    now,
    telemetry,
    renderProblem,
    onError,
  });
}

function present<T>(part: T | null | undefined): readonly T[] {
  return part === null || part === undefined ? [] : [part];
}

function keyDemandOf({ apiKeys }: ResolvedOptions, people: People | null): KeyDemand | null {
  if (apiKeys === false || apiKeys.demandedAt.length === 0 || !people?.keys) return null;
  return { scheme: people.keys.scheme, paths: apiKeys.demandedAt };
}

const DEFAULT_REFRESH_SECONDS = 7 * 24 * 60 * 60;

/** `cookieNames`: of the session's cookie, newest first. */
function tokenOptionsOf({ tokens, session }: ResolvedOptions, cookieNames: readonly string[]): TokenOptions | null {
  if (tokens === false) return null;
  const { accessSeconds, headers, cookies } = tokens;
  const refreshSeconds = tokens.refreshSeconds ?? Math.min(DEFAULT_REFRESH_SECONDS, session.absoluteSeconds);
  const given: { readonly access?: string; readonly refresh?: string | undefined } =
    cookies === true || cookies === false ? {} : cookies;
  const named = (own: string | undefined, end: string): readonly string[] =>
    own === undefined ? cookieNames.map((name) => name + end) : [own];
  return {
    accessSeconds,
    refreshSeconds,
    headers,
    cookies:
      cookies === false ? null : { access: named(given.access, '_access'), refresh: named(given.refresh, '_refresh') },
  };
}

/** Without people there is nothing behind most of them. */
function endpointPaths({ paths, accounts, tokens, forwardAuth, metrics }: ResolvedOptions): EndpointPaths {
  const {
    home: _home,
    forbidden: _forbidden,
    login,
    logout,
    signUp,
    token,
    revoke,
    verify,
    live,
    ready,
    metrics: metricsPath,
    ...more
  } = paths;
  const { capabilities, me, providers: _providers, ...others } = more;
  const always = {
    login,
    logout,
    capabilities,
    me,
    live,
    ready,
    ...(tokens === false ? {} : { token, revoke }),
    ...(forwardAuth ? { verify } : {}),
    ...(metrics ? { metrics: metricsPath } : {}),
  };
  if (accounts === false) return always;
  return { ...always, ...(accounts.signUp === 'off' ? {} : { signUp }), ...others };
}
