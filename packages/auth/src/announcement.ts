/**
 * What is printed once the address is known: how to sign in, and what is open.
 */

import { type ServerAddress, whenNextServerListens } from '@doorward/node';
import { AuthError } from '@doorward/core';
import type { AccessToken } from './access-token.ts';
import type { ResolvedOptions } from './option-schema.ts';

export interface Announcement {
  /** The address became known; only the first one counts. */
  heard(address: ServerAddress): void;
  /** The options stand; prints as soon as the address is known too. */
  ready(options: ResolvedOptions, token: AccessToken | null, visiblePath: string): void;
  /** The sign-in address, once known; `null` where there is nothing to hand out. */
  readonly signInUrl: Promise<string | null>;
}

/** Listens from this moment on, since the server may start before the options are read. */
export function createAnnouncement(): Announcement {
  let hear: (address: ServerAddress) => void = () => undefined;
  const heard = new Promise<ServerAddress>((resolve) => (hear = resolve));
  let tell: (url: string | null) => void = () => undefined;
  const signInUrl = new Promise<string | null>((resolve) => (tell = resolve));
  whenNextServerListens(hear);
  return {
    heard: hear,
    signInUrl,
    ready(options, token, visiblePath) {
      void heard.then((address) => {
        assertOpenModeIsLocal(options, address);
        const base = options.publicUrl === null ? address.url + visiblePath : options.publicUrl.href.replace(/\/$/, '');
        const url = token?.generated ? `${base}/?access_token=${token.value}` : null;
        announce(options, url);
        tell(url);
      });
    },
  };
}

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
    `auth: "off", and the server listens on ${address.url} beyond this machine. Listen on 127.0.0.1, configure a token, or set openToNetwork.`,
    { option: 'auth' },
  );
}
