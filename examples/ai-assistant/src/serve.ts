/**
 * Listens, says where, and ends cleanly.
 */

import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { auth, basePath } from './auth.ts';
import { settings } from './settings.ts';
import { stop } from './stop.ts';

export function serve(server: Server): void {
  auth.attach(server);
  server.once('error', stop);
  server.listen(settings.port, settings.host, async () => {
    // The link of the first start, printed by Doorward as `open …`; null where there is an admin.
    await auth.signInUrl.catch(stop);
    console.log(`ready http://${nameOf(server.address() as AddressInfo)}${basePath}/`);
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
