/**
 * The composition root: options in, a Doorward out. Only this file knows all parts.
 */

import type { Server } from 'node:net';
import {
  type Auth,
  type Core,
  createCore,
  createKeyRing,
  createMemoryStore,
  createTokenLogin,
  type KeyRing,
  type ProblemRenderer,
  type TokenLogin,
} from '@doorward/core';
import { type AttachOptions, attachServer } from '@doorward/node';
import type { Endpoints } from '@doorward/web';
import { resolveToken } from './access-token.ts';
import { createAnnouncement } from './announcement.ts';
import { type Environment, mergeOptions, readEnvironment } from './environment.ts';
import { createErrorLog } from './error-log.ts';
import { assertOptions, type ResolvedOptions, resolveOptions } from './option-schema.ts';
import type { DoorwardOptions } from './options.ts';

/** A Doorward, ready to guard servers. */
export interface Doorward extends Auth {
  /**
   * Gives what middleware cannot: guards upgrades on every path and `Expect: 100-continue`, closes live
   * connections with their session, and knows the address to print and to judge.
   */
  attach(server: Server, options?: Partial<AttachOptions>): void;
  /**
   * Resolves, once the server listens, to the address that signs in; `null` unless a token was made or
   * derived. Rejects with `auth/open-to-network`, which ends the process unless somebody handles it.
   */
  readonly signInUrl: Promise<string | null>;
  /** True when authentication is switched off. */
  readonly isOpen: boolean;
  /** Stops timers and closes the store. */
  close(): Promise<void>;
}

/**
 * Reads options and `DOORWARD_*` variables once, and composes the parts.
 *
 * @throws AuthError `auth/options-invalid`, `auth/file-unreadable`, `core/options-invalid`; each names
 * the option and the remedy.
 */
export async function createAuth(
  options: DoorwardOptions = {},
  environment: Environment = process.env,
): Promise<Doorward> {
  const announcement = createAnnouncement();
  const fromEnvironment = readEnvironment(environment);
  const isProduction = [environment['NODE_ENV'], process.env['NODE_ENV']].includes('production');
  const resolved = resolveOptions(mergeOptions(fromEnvironment.options, assertOptions(options)), isProduction);
  for (const name of fromEnvironment.unknown)
    (resolved.log ?? console).warn(`Doorward: ${name} is not a variable of Doorward; see docs/options.md.`);
  const keys = createKeyRing(resolved.secret ?? []);
  const token = resolved.auth === 'off' ? null : await resolveToken(resolved, keys);
  const core = composeCore(resolved, keys, token === null ? null : createTokenLogin(token.value), (problem, site) =>
    pages().then(({ renderProblem }) => renderProblem(problem, site)),
  );
  const pages = once(() => loadPages(core, resolved));
  const auth: Doorward = {
    begin: core.begin,
    authorize: core.authorize,
    rules: core.rules,
    live: core.live,
    isOpen: resolved.auth === 'off',
    site: core.site,
    handle: async (request, context) => (await pages()).endpoints.fetch(request, context),
    attach(server, { mounts = null, rootPath = '' } = {}) {
      attachServer(server, auth, { mounts, rootPath });
      announcement.attached(server);
    },
    signInUrl: announcement.ready(resolved, token, core.site('')),
    async close() {
      announcement.stop();
      await core.close();
    },
  };
  return auth;
}

function composeCore(
  options: ResolvedOptions,
  keys: KeyRing,
  login: TokenLogin | null,
  renderProblem: ProblemRenderer,
): Core {
  const { publicUrl, session, paths } = options;
  const now = options.now ?? Date.now;
  const visiblePath = (publicUrl?.pathname ?? options.basePath ?? '').replace(/\/$/, '');
  const basePath = (options.basePath ?? visiblePath).replace(/\/$/, '');
  const isHostCookie = publicUrl?.protocol === 'https:' && visiblePath === '';
  return createCore({
    ...options,
    basePath,
    paths: { login: paths.login, logout: paths.logout },
    home: paths.home,
    session,
    schemes: [...options.schemes, ...(login === null ? [] : [login.scheme])],
    verifiers: [...options.verifiers, ...(login === null ? [] : [login.verifier])],
    cookieNames: keys
      .signatures('cookie name', visiblePath)
      .map((signature) => `${isHostCookie ? '__Host-' : ''}doorward_${signature.slice(0, 10)}`),
    keys,
    subjects: null,
    store: options.store ?? createMemoryStore({ now }),
    events: options.onEvent,
    now,
    renderProblem,
    onError: createErrorLog(options.log ?? console, now),
  });
}

/** The pages are loaded when somebody first looks at one: they are no part of the start. */
async function loadPages(
  core: Core,
  { page }: ResolvedOptions,
): Promise<{ endpoints: Endpoints; renderProblem: ProblemRenderer }> {
  const web = await import('@doorward/web');
  return { endpoints: web.createEndpoints(core, page), renderProblem: web.createProblemRenderer(page) };
}

function once<T>(make: () => T): () => T {
  let made: { readonly value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
