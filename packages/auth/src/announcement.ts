/**
 * What is printed once the address is known: how to sign in, and what is open.
 */

import type { Server } from 'node:net';
import { AuthError } from '@doorward/core';
import { isAttached, type ServerAddress, whenNextServerListens } from '@doorward/node';
import type { AccessToken } from './access-token.ts';
import type { ResolvedOptions } from './option-schema.ts';

export interface Announcement {
  /** The address became known; only the first one counts. */
  heard(address: ServerAddress, server: Server): void;
  /**
   * The options stand. Prints as soon as the address is known too, and resolves to the sign-in address;
   * `null` where there is nothing to hand out.
   */
  ready(options: ResolvedOptions, token: AccessToken | null, visiblePath: string): Promise<string | null>;
}

interface Heard {
  readonly address: ServerAddress;
  readonly server: Server;
}

/** Listens from this moment on, since the server may start before the options are read. */
export function createAnnouncement(): Announcement {
  let resolveHeard: (heard: Heard) => void = () => undefined;
  const heard = new Promise<Heard>((resolve) => (resolveHeard = resolve));
  const hear = (address: ServerAddress, server: Server): void => resolveHeard({ address, server });
  whenNextServerListens(hear);
  return {
    heard: hear,
    async ready(options, token, visiblePath) {
      const { address, server } = await heard;
      assertOpenModeIsLocal(options, address);
      warnOfOpenUpgrades(options, server);
      const base = options.publicUrl === null ? address.url + visiblePath : options.publicUrl.href.replace(/\/$/, '');
      const url = token?.isNews ? `${base}/?access_token=${token.value}` : null;
      announce(options, url);
      return url;
    },
  };
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

function announce(options: ResolvedOptions, url: string | null): void {
  const log = options.log ?? console;
  if (options.auth === 'off') {
    log.warn(
      options.openToNetwork
        ? 'Doorward: authentication is off and open to the network. Everybody who reaches this port may do everything.'
        : 'Doorward: authentication is off. Only this machine is served.',
    );
  }
  if (url !== null) log.info(`open ${url}`);
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
