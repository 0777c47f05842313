/**
 * Many apps behind one login: a builder, after marimo's `create_asgi_app().with_app(…).build()`.
 */

import { createServer, type Server } from 'node:http';
import { belowPrefix, createMountRules, joinRules, type Policy } from '@doorward/core';
import {
  createMountTable,
  createSite,
  type Mount,
  type MountableApp,
  type MountedSite,
  type PlannedMount,
  toMountedApp,
  type UpgradeHandler,
} from '@doorward/node';
import type { Doorward } from './create-auth.ts';
import { warn } from './error-log.ts';
import type { Log } from './options.ts';

export interface MountOptions {
  /** What a visitor needs beyond being signed in: a permission, several of them, or a policy. Default nothing. */
  readonly require?: string | readonly string[] | Policy;
  /** Paths of this app that need no sign-in, below its prefix: `/assets/`, `GET /about`. Default none. */
  readonly public?: readonly string[];
  /** `'app'` passes `Authorization` on unread, for an app that reads it itself. Default `'doorward'`. */
  readonly authorization?: 'doorward' | 'app';
  /** The app's sockets: what `server.on('upgrade')` would get, after the guard. */
  readonly upgrade?: UpgradeHandler;
}

export interface AppBuilder {
  /** Mounts an app at a prefix: `''` or `'/'` at the root, else `/dashboard`. The longest prefix wins. */
  withApp(prefix: string, app: MountableApp | Site, options?: MountOptions): AppBuilder;
  /** @throws AuthError `node/mount-invalid`, `node/app-unknown`, `core/options-invalid`. */
  build(): Site;
}

export interface Site extends MountedSite {
  readonly auth: Doorward;
  /**
   * For a server of yours that serves this site: guards its upgrades, and hands them to the apps.
   * `rootPath` is the prefix at which the site is mounted there, default `''`.
   */
  attach(server: Server, options?: { readonly rootPath?: string }): void;
  /** Starts a server of its own, attached. Port default 3000, host default 127.0.0.1. */
  listen(port?: number, host?: string): Promise<Server>;
}

export interface AppOptions {
  /** A Doorward from `createAuth`. */
  readonly auth: Doorward;
  /** Where the start-up report goes; default `console`. */
  readonly log?: Log;
}

interface Plan {
  readonly prefix: string;
  readonly app: MountableApp | Site;
  readonly options: MountOptions;
}

export function createApp({ auth, log = console }: AppOptions): AppBuilder {
  return builder([]);

  function builder(plans: readonly Plan[]): AppBuilder {
    return {
      withApp: (prefix, app, options = {}) => builder([...plans, { prefix: prefix.replace(/\/$/, ''), app, options }]),
      build: () => build(plans),
    };
  }

  function build(plans: readonly Plan[]): Site {
    const table = createMountTable(plans.flatMap(toMounts), auth.rules);
    const site = createSite({
      auth,
      table,
      onAppError: (error) => warn(log, `Doorward: an app failed: ${String(error)}`),
    });
    function attach(server: Server, { rootPath = '' }: { readonly rootPath?: string } = {}): void {
      auth.attach(server, { mounts: table, rootPath });
      server.on('upgrade', (message, socket, head) => site.upgradeBelow(rootPath, message, socket, head));
      // After the address; not at all when the server may not stand there.
      auth.signInUrl.then(
        () => {
          for (const line of reportMounts(table.mounts, plans, auth.isOpen)) log.info(line);
        },
        () => undefined,
      );
    }

    return {
      ...site,
      auth,
      attach,
      async listen(port = 3000, host = '127.0.0.1') {
        const server = createServer(site.listener);
        attach(server);
        await new Promise<void>((resolve, reject) => {
          server.once('error', reject);
          server.listen(port, host, resolve);
        });
        return server;
      },
    };
  }
}

/** The mounts of a nested site stand in the outer table themselves, so that a path is judged once. */
function toMounts({ prefix, app, options }: Plan): PlannedMount[] {
  const rules = createMountRules(prefix, {
    public: options.public ?? [],
    authorization: options.authorization ?? 'doorward',
    require: toPolicy(options.require),
  });
  if (!isSite(app)) return [{ prefix, app: toMountedApp(app, prefix, options.upgrade ?? null), own: rules }];
  return app.table.mounts.map((inner) => ({
    prefix: prefix + inner.prefix,
    app: inner.app,
    own: joinRules(rules, belowPrefix(prefix, inner.own)),
  }));
}

function isSite(app: MountableApp | Site): app is Site {
  return typeof app === 'object' && 'table' in app;
}

function toPolicy(require: MountOptions['require']): Policy | null {
  if (require === undefined) return null;
  if (typeof require === 'string') return { permissions: [require] };
  return Array.isArray(require) ? { permissions: require as readonly string[] } : (require as Policy);
}

/** One line an app: where it is, what it is, who may see it. */
function reportMounts(mounts: readonly Mount[], plans: readonly Plan[], isOpen: boolean): string[] {
  const width = Math.max(...mounts.map(({ prefix }) => prefix.length), 1);
  const lines = mounts.map(({ prefix, app, rules }) => {
    const open = plans.find((plan) => plan.prefix === prefix)?.options.public ?? [];
    const demand = isOpen ? 'everybody' : rules.policy === null ? 'signed in' : describePolicy(rules.policy);
    const kind = app.upgrade === null ? app.kind : `${app.kind} + sockets`;
    const publicPaths = open.length === 0 ? '' : `  public: ${open.join(', ')}`;
    return `  ${(prefix || '/').padEnd(width)}  ${kind.padEnd(17)}  ${demand}${publicPaths}`;
  });
  return [`Doorward guards ${mounts.length} ${mounts.length === 1 ? 'app' : 'apps'}:`, ...lines];
}

function describePolicy({ roles = [], permissions = [], all = [] }: Policy): string {
  return [...roles.map((role) => `role ${role}`), ...permissions, ...all.map(describePolicy)].join(', ');
}
