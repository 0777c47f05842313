/**
 * Listens on this machine, since everybody knows the passwords of the example, and ends cleanly.
 */

import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** `PORT` is 3000 by default; 0 is any free port. */
export function serve(server: Server, close: () => Promise<void> = async () => undefined): void {
  server.listen(Number(process.env['PORT'] ?? 3000), '127.0.0.1', () => {
    console.log(`ready http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
  });
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      server.close(() => void close());
      server.closeAllConnections();
    });
  }
}
