/**
 * Where the quick start listens, and the line that says so.
 */

import type { AddressInfo, Server } from 'node:net';

/** Default 3000; 0 is any free port. */
export const port: number = Number(process.env['PORT'] ?? 3000);
export const host: string = process.env['HOST'] ?? '127.0.0.1';

/** Prints `ready http://HOST:PORT/`, with the port that the server got. */
export function sayReady(server: Pick<Server, 'address'>): void {
  const { address, family, port: bound } = server.address() as AddressInfo;
  console.log(`ready http://${family === 'IPv6' ? `[${address}]` : address}:${bound}/`);
}
