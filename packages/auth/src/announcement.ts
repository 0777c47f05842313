/**
 * What is printed once the address is known: how to sign in, and what is open.
 */

import type { Server } from 'node:net';
import type { IssuedTicket } from '@doorward/accounts';
import { AuthError, type Site } from '@doorward/core';
import { isAttached, type ServerAddress, whenListening, whenNextServerListens } from '@doorward/node';
import type { AccessToken } from './access-token.ts';
import type { ResolvedOptions } from './option-schema.ts';
import { defaultPasswordInTheOpen, type Notices } from './people.ts';

export interface Announcement {
  /** Nothing listens any more for a server to come. */
  stop(): void;
  /** This server is the one to announce, whatever else listens in this process. */
  attached(server: Server): void;
  /**
   * The options stand. Prints as soon as the address is known too, and resolves to the sign-in address;
   * `null` where there is nothing to hand out.
   */
  ready(options: ResolvedOptions, news: News): Promise<string | null>;
}

/** What the start made. */
export interface News {
  readonly token: AccessToken | null;
  /** The link to set up the first owner. */
  readonly setUp: IssuedTicket | null;
  readonly notices: Notices | null;
  readonly site: Site;
}

interface Heard {
  readonly address: ServerAddress;
  readonly server: Server;
}

/** Listens from this moment on, since the server may start before the options are read. */
export function createAnnouncement(): Announcement {
  let resolveFirst: (heard: Heard) => void = () => undefined;
  const first = new Promise<Heard>((resolve) => (resolveFirst = resolve));
  let later: (heard: Heard) => void = resolveFirst;
  const stop = whenNextServerListens((address, server) => resolveFirst({ address, server }));
  return {
    stop,
    attached(server) {
      stop();
      whenListening(server, (address) => later({ address, server }));
    },
    async ready(options, news) {
      const announced = new Set<string | null>();
      const tell = ({ address, server }: Heard): string | null => {
        assertOpenModeIsLocal(options, address);
        if (news.notices?.hasDefaultPassword && !address.isLoopback) {
          throw defaultPasswordInTheOpen(`the server listens on ${address.host}, beyond this machine`);
        }
        warnOfOpenUpgrades(options, server);
        const url = signInUrl(options, news, address);
        if (!announced.has(url)) announce(options, news, url);
        announced.add(url);
        return url;
      };
      const heard = await first;
      later = (next) => {
        if (next.server !== heard.server) tell(next);
      };
      return tell(heard);
    },
  };
}

function signInUrl(options: ResolvedOptions, { token, setUp, site }: News, address: ServerAddress): string | null {
  const { visible, login, paths } = site;
  const origin = options.publicUrl === null ? address.url : options.publicUrl.origin;
  if (setUp !== null) return `${origin}${paths.ticket}?ticket=${setUp.ticket}`;
  if (!token?.isNews) return null;
  return options.queryToken ? `${origin}${visible}/?access_token=${token.value}` : origin + login;
}

/** Middleware is not asked about upgrades: without `attach` they reach the app unguarded. */
function warnOfOpenUpgrades(options: ResolvedOptions, server: Server): void {
  setTimeout(() => {
    if (server.listenerCount('upgrade') === 0 || isAttached(server)) return;
    (options.log ?? console).warn(
      'Doorward: this server takes upgrades (WebSocket), and nobody guards them. Call auth.attach(server).',
    );
  }, UPGRADE_CHECK_MS).unref();
}

/** By then the listeners of a server are in place. */
const UPGRADE_CHECK_MS = 1_000;

function announce(options: ResolvedOptions, { token, setUp, notices }: News, url: string | null): void {
  const log = options.log ?? console;
  if (options.auth === 'off') {
    log.warn(
      options.openToNetwork
        ? 'Doorward: authentication is off and open to the network. Everybody who reaches this port may do everything.'
        : 'Doorward: authentication is off. Only this machine is served.',
    );
  }
  if (notices !== null && notices.autoLogin !== null) {
    log.warn(`Doorward: everybody on this machine is signed in as ${notices.autoLogin}, without a password.`);
  }
  if (notices?.hasDefaultPassword) {
    log.warn(
      'Doorward: the first owner has a well-known password. It works on this machine alone; sign in and change it.',
    );
  }
  if (url === null) return;
  log.info(`open ${url}`);
  if (setUp !== null) log.info('to set up the first owner; the link works once, within 24 hours');
  if (setUp === null && !options.queryToken) log.info(`and enter the access token ${token?.value}`);
}

/** Rejects, so that the process ends: a server without login must not stand on a network by accident. */
function assertOpenModeIsLocal(options: ResolvedOptions, address: ServerAddress): void {
  if (options.auth !== 'off' || options.openToNetwork || address.isLoopback) return;
  throw new AuthError(
    'auth/open-to-network',
    `auth: "off", and the server listens on ${address.host}, beyond this machine. Listen on 127.0.0.1, configure a token, or set openToNetwork.`,
    { option: 'auth' },
  );
}
