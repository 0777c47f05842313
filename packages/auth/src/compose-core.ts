/**
 * The core of the resolved options: for a server, and for whoever works on its store beside it.
 */

import {
  ANYONE,
  type Core,
  createCore,
  type EndpointPaths,
  type ExpiringStore,
  type KeyRing,
  type ProblemRenderer,
  type TokenLogin,
} from '@doorward/core';
import type { ResolvedOptions } from './option-schema.ts';
import type { People } from './people.ts';

export interface CoreParts {
  readonly keys: KeyRing;
  readonly store: ExpiringStore;
  readonly login: TokenLogin | null;
  readonly people: People | null;
  /** `null`: no request will ever come. */
  readonly renderProblem: ProblemRenderer | null;
  readonly onError: (error: unknown) => void;
}

export function composeCore(options: ResolvedOptions, parts: CoreParts): Core {
  const { keys, store, login, people, renderProblem, onError } = parts;
  const { publicUrl, session, paths } = options;
  const now = options.now ?? Date.now;
  const visiblePath = (publicUrl?.pathname ?? options.basePath ?? '').replace(/\/$/, '');
  const basePath = (options.basePath ?? visiblePath).replace(/\/$/, '');
  const isHostCookie = publicUrl?.protocol === 'https:' && visiblePath === '';
  return createCore({
    ...options,
    basePath,
    paths: endpointPaths(options),
    home: paths.home,
    forbidden: paths.forbidden,
    session,
    schemes: [...options.schemes, ...(login === null ? [] : [login.scheme])],
    verifiers: [
      ...options.verifiers,
      ...(people === null ? [] : [people.directory.verifier]),
      ...(login === null ? [] : [login.verifier]),
    ],
    everybody: people?.everybody ?? (() => ANYONE),
    cookieNames: keys
      .signatures('cookie name', visiblePath)
      .map((signature) => `${isHostCookie ? '__Host-' : ''}doorward_${signature.slice(0, 10)}`),
    keys,
    subjects: people?.directory.subjects ?? null,
    store,
    events: [...options.onEvent, ...(people === null ? [] : [people.recorder.sink])],
    now,
    renderProblem,
    onError,
  });
}

/** Without people there is nothing behind most of them. */
function endpointPaths({ paths, accounts }: ResolvedOptions): EndpointPaths {
  const { home: _home, forbidden: _forbidden, login, logout, signUp, ...others } = paths;
  if (accounts === false) return { login, logout };
  return { login, logout, ...(accounts.signUp === 'off' ? {} : { signUp }), ...others };
}
