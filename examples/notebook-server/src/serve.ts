/**
 * Listens, says where, opens the browser, and ends cleanly.
 */

import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { auth, basePath } from './auth.ts';
import { flags } from './flags.ts';
import { openBrowser } from './open-browser.ts';
import { refuseSockets } from './sockets.ts';
import { stop } from './stop.ts';

export function serve(server: Server): void {
  auth.attach(server);
  refuseSockets(server);
  server.once('error', stop);
  server.listen(flags.port, flags.host, async () => {
    // Printed by Doorward as `open …`; null where the token was given.
    const signInUrl = await auth.signInUrl.catch(stop);
    const url = `http://${nameOf(server.address() as AddressInfo)}${basePath}/`;
    console.log(`ready ${url}`);
    await openBrowser(signInUrl ?? url);
  });
  // A second signal ends at once.
  for (const signal of ['SIGINT', 'SIGTERM'] as const)
    process.once(signal, () => void auth.shutdown({ graceSeconds: 3 }));
}

/** As a browser on this machine would write it. */
function nameOf({ address, family, port }: AddressInfo): string {
  if (address === '0.0.0.0' || address === '::') return `localhost:${port}`;
  return family === 'IPv6' ? `[${address}]:${port}` : `${address}:${port}`;
}
