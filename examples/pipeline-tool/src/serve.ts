/**
 * Listens, says where, and ends cleanly.
 */

import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { auth, basePath } from './auth.ts';
import { closeLiveLogs, serveLiveLogs } from './pipelines/live-log.ts';
import { settings } from './settings.ts';
import { stop } from './stop.ts';

export function serve(server: Server): void {
  auth.attach(server);
  serveLiveLogs(server);
  server.once('error', stop);
  server.listen(settings.port, settings.host, async () => {
    // The link of the first start, printed by Doorward as `open …`; null where there is an owner.
    await auth.signInUrl.catch(stop);
    console.log(`ready http://${nameOf(server.address() as AddressInfo)}${basePath}/`);
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
  closeLiveLogs();
  void auth.shutdown({ graceSeconds: 3 });
}
