/**
 * What a listening server knows that middleware does not: its own address.
 */

import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { type AddressInfo, Server } from 'node:net';
import { isLoopbackAddress } from '@doorward/core';

export interface ServerAddress {
  /** `http://host:port`, as a browser on this machine would open it. */
  readonly url: string;
  /** The address that it is bound to. */
  readonly host: string;
  /** True when only this machine can connect. */
  readonly isLoopback: boolean;
}

/** Calls back with the address, now or as soon as the server listens. Not for pipes and sockets of Unix. */
export function whenListening(server: Server, callback: (address: ServerAddress, server: Server) => void): void {
  const tell = (): void => {
    const address = server.address();
    if (typeof address === 'object' && address !== null)
      callback(describe(address, 'setSecureContext' in server), server);
  };
  if (server.listening) tell();
  else server.once('listening', tell);
}

/**
 * Calls back once, when the next HTTP server of this process listens. For a guard that was added
 * without naming its server. Answers how to stop waiting.
 */
export function whenNextServerListens(callback: (address: ServerAddress, server: Server) => void): () => void {
  const onListen = (message: unknown): void => {
    const { server } = message as { server?: unknown };
    if (!(server instanceof Server) || !('requestTimeout' in server)) return;
    unsubscribe(CHANNEL, onListen);
    whenListening(server, callback);
  };
  subscribe(CHANNEL, onListen);
  return () => {
    unsubscribe(CHANNEL, onListen);
  };
}

/** @see https://nodejs.org/api/diagnostics_channel.html#net */
const CHANNEL = 'tracing:net.server.listen:asyncEnd';

function describe({ address, family, port }: AddressInfo, isTls: boolean): ServerAddress {
  const isAny = address === '0.0.0.0' || address === '::';
  const host = isAny ? 'localhost' : family === 'IPv6' ? `[${address}]` : address;
  return {
    host: address,
    url: `${isTls ? 'https' : 'http'}://${host}:${port}`,
    isLoopback: isLoopbackAddress(address),
  };
}
