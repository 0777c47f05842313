/**
 * The composition root: options in, a Doorward out. Only this file knows all parts.
 */

import type { Server } from 'node:net';
import type { Accounts } from '@doorward/accounts';
import { type Auth, createKeyRing, createTokenLogin } from '@doorward/core';
import { type AttachOptions, attachServer } from '@doorward/node';
import { resolveToken } from './access-token.ts';
import { createAnnouncement } from './announcement.ts';
import { composeCore } from './compose-core.ts';
import { dataFolderOf, resolveSecrets } from './data-folder.ts';
import { type Environment, mergeOptions, readEnvironment } from './environment.ts';
import { createErrorLog } from './error-log.ts';
import { openSources } from './open-sources.ts';
import { openStores } from './open-stores.ts';
import { assertOptions, type ResolvedOptions, resolveOptions } from './option-schema.ts';
import type { DoorwardOptions } from './options.ts';
import { createOwnSignIn, type OwnSignIn } from './own-sign-in.ts';
import { createPages } from './pages.ts';
import { createShutdown, type ShutdownOptions } from './shutdown.ts';
import { measuredStores } from './telemetry/measured-stores.ts';
import { openTelemetry } from './telemetry/open-telemetry.ts';

/** A Doorward, ready to guard servers. */
export interface Doorward extends Auth, OwnSignIn {
  /**
   * Gives what middleware cannot: guards upgrades on every path and `Expect: 100-continue`, closes live
   * connections with their session, and knows the address to print and to judge.
   */
  attach(server: Server, options?: Partial<AttachOptions>): void;
  /**
   * Resolves, once the server listens, to the address that signs in; `null` unless a token was made or
   * derived, or the first owner is yet to be set up. Rejects with `auth/open-to-network`, which ends the process unless somebody handles it.
   */
  readonly signInUrl: Promise<string | null>;
  /** Users, roles, sessions and the audit log; `null` unless the option `accounts` is on. */
  readonly accounts: Accounts | null;
  /** True when authentication is switched off. */
  readonly isOpen: boolean;
  /**
   * Stops gracefully: not ready any more, attached servers take no new connection, sockets and event streams close, and
   * requests under way end. Then {@link Doorward.close}. Call it at SIGTERM.
   */
  shutdown(options?: ShutdownOptions): Promise<void>;
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
  const onError = createErrorLog(resolved.log ?? console, () => performance.now());
  const folder = dataFolderOf(resolved);
  const keys = createKeyRing(await resolveSecrets(resolved, folder));
  const token = needsToken(resolved) ? await resolveToken(resolved, keys) : null;
  const { telemetry, ...exported } = await openTelemetry({ isOn: resolved.telemetry, onError });
  const opened = await openStores(resolved, folder, onError);
  const stores = measuredStores(opened, { options: resolved, folder }, telemetry);
  const { secretCheck, people, programs, providers, directories } = await openSources(resolved, keys, {
    stores,
    isProduction,
    telemetry,
    onError,
  }).catch(async (error: unknown) => {
    await stores.close();
    throw error;
  });
  const { durable } = stores;
  const core = composeCore(resolved, {
    keys,
    store: stores.expiring,
    login: token === null ? null : createTokenLogin(token.value),
    people,
    programs,
    providers,
    directories,
    healthChecks: durable === null ? [] : [() => durable.setting('health')],
    telemetry,
    renderProblem: (problem, site) => pages.renderProblem(problem, site),
    onError,
  });
  exported.start();
  const accounts = people?.accounts(core) ?? null;
  const setUp = resolved.auth === 'off' ? null : ((await accounts?.tickets.issueSetUp()) ?? null);
  const pages = createPages({ core, options: resolved, accounts, onError });
  const servers = new Set<Server>();
  async function close(): Promise<void> {
    announcement.stop();
    exported.stop();
    core.close();
    await people?.keys?.close();
    await people?.recorder.close();
    await directories.close();
    await secretCheck?.stop();
    await stores.close();
  }
  const auth: Doorward = {
    begin: core.begin,
    authorize: core.authorize,
    rules: core.rules,
    live: core.live,
    clientAddress: core.clientAddress,
    vary: core.vary,
    grantOf: core.providerSignIn.grantOf,
    ...createOwnSignIn(core, people, resolved.tokens === false ? [] : resolved.tokens.headers),
    isOpen: resolved.auth === 'off',
    accounts,
    site: core.site,
    handle: pages.handle,
    attach(server, { mounts = null, rootPath = '' } = {}) {
      servers.add(server);
      attachServer(server, auth, { mounts, rootPath });
      announcement.attached(server);
    },
    signInUrl: announcement.ready(resolved, {
      token,
      setUp,
      notices: people?.notices ?? null,
      site: core.site(''),
    }),
    shutdown: createShutdown({ core, servers, close }),
    close,
  };
  return auth;
}

/** Where somebody can sign in otherwise the token is one more way in, for whoever configures it. */
function needsToken(options: ResolvedOptions): boolean {
  const { auth, accounts, staticTokens, jwt, token, tokenFile, tokenContent } = options;
  const sources = [options.oidc, options.providers, options.ldap, options.directories];
  const hasOtherWay = accounts !== false || (staticTokens ?? jwt) !== undefined || sources.flat().length > 0;
  return auth !== 'off' && (!hasOtherWay || (token ?? tokenFile ?? tokenContent) !== undefined);
}
