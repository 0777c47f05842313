/**
 * Listens, says where, opens the browser, and ends cleanly.
 */

import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { auth } from './auth.ts';
import { flags } from './flags.ts';
import { closeSockets } from './live.ts';
import { openBrowser } from './open-browser.ts';
import { stop } from './stop.ts';

export function serve(server: Server): void {
  server.once('error', stop);
  server.listen(flags.port, flags.host, async () => {
    // Printed by Doorward as `open …`; null where the token was given.
    const signInUrl = await auth.signInUrl.catch(stop);
    const url = `http://${nameOf(server.address() as AddressInfo)}${auth.site('').arriving}/`;
    console.log(`ready ${url}`);
    await openBrowser(signInUrl ?? url);
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, close);
}

/** As a browser on this machine would write it. */
function nameOf({ address, family, port }: AddressInfo): string {
  if (address === '0.0.0.0' || address === '::') return `localhost:${port}`;
  return family === 'IPv6' ? `[${address}]:${port}` : `${address}:${port}`;
}

/** Answers what is under way, for at most three seconds; a second signal ends at once. */
function close(): void {
  closeSockets();
  void auth.shutdown({ graceSeconds: 3 });
}
