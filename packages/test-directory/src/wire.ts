/**
 * What is between a client and a server: it passes on, keeps what clients sent, and may freeze or cut.
 */

import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

export interface Wire {
  readonly port: number;
  /** Connections that were made. */
  count(): number;
  /** New connections are taken, and nothing goes through them until the function that it answers is called. */
  hold(): () => void;
  /** All bytes that clients sent. */
  sent(): Buffer;
  /** Nothing more goes through the connections that there are, and nobody is told; new ones work. */
  freeze(): void;
  /** Ends the connections that there are. */
  cut(): void;
  close(): Promise<void>;
}

/** To a port of this machine; `rewrite` may change what the server says. */
export async function startWire(toPort: number, rewrite: (chunk: Buffer) => Buffer = (chunk) => chunk): Promise<Wire> {
  const sent: Buffer[] = [];
  const open = new Set<Socket>();
  const frozen = new WeakSet<Socket>();
  let count = 0;
  let gate: Promise<void> = Promise.resolve();
  const server = createServer((client) => {
    count += 1;
    const upstream = connect(toPort, '127.0.0.1');
    for (const socket of [client, upstream]) {
      open.add(socket);
      socket.on('error', () => undefined);
    }
    const opened = gate;
    const isFrozen = (): boolean => frozen.has(client);
    client.on('data', (chunk) => {
      sent.push(chunk);
      void opened.then(() => isFrozen() || upstream.write(chunk));
    });
    upstream.on('data', (chunk) => void (isFrozen() || client.write(rewrite(chunk))));
    for (const [from, to] of [
      [client, upstream],
      [upstream, client],
    ] as const) {
      from.on('close', () => {
        open.delete(from);
        if (!isFrozen()) to.destroy();
      });
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const cut = (): void => {
    for (const socket of open) socket.destroy();
  };
  return {
    port: (server.address() as AddressInfo).port,
    count: () => count,
    hold() {
      let release = (): void => undefined;
      gate = new Promise((resolve) => {
        release = resolve;
      });
      return () => release();
    },
    sent: () => Buffer.concat(sent),
    freeze() {
      for (const socket of open) frozen.add(socket);
    },
    cut,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        cut();
      }),
  };
}
