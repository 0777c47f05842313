/**
 * A link to a server that can be slow, silent, or cut.
 */

import { connect, createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { portOf } from '../outer-servers.ts';

export interface TcpProxy {
  readonly port: number;
  /** How long what the server says is on its way, in milliseconds. Default 0. */
  latencyMs: number;
  /** Each so-manieth piece of what the server says is late by {@link lateMs} more, as after a loss. Default 0, none. */
  lateEvery: number;
  lateMs: number;
  /** How often something was asked on the connection that was made first while no answer was outstanding. */
  trips(): number;
  /** Ends every connection, and takes none. */
  cut(): void;
  /** Nothing gets through, and nobody is told. */
  silence(): void;
  /** What the server says on the connection that was made first gets lost; what is said to it arrives. */
  muteFirst(): void;
  /** Lets everything through again; what was said meanwhile arrives. */
  restore(): void;
  close(): Promise<void>;
}

export async function startTcpProxy(target: number): Promise<TcpProxy> {
  const sockets = new Set<Socket>();
  let first: Socket | undefined;
  let state: 'open' | 'silent' | 'cut' = 'open';
  let trips = 0;
  let pieces = 0;
  const server = createServer((near) => {
    if (state === 'cut') return void near.destroy();
    const far = connect(target, '127.0.0.1');
    if (first === undefined) {
      first = far;
      countTrips(near, far);
    }
    join(near, far, () => 0);
    join(far, near, () => proxy.latencyMs + lateness());
    if (state === 'silent') for (const socket of [near, far]) socket.pause();
  });

  /** What is asked before an answer came is on its way together. */
  function countTrips(near: Socket, far: Socket): void {
    let isAnswered = true;
    near.on('data', () => {
      if (isAnswered) trips += 1;
      isAnswered = false;
    });
    far.on('data', () => {
      isAnswered = true;
    });
  }

  function lateness(): number {
    pieces += 1;
    return proxy.lateEvery > 0 && pieces % proxy.lateEvery === 0 ? proxy.lateMs : 0;
  }

  function join(from: Socket, to: Socket, latencyMs: () => number): void {
    sockets.add(from);
    let sent = Promise.resolve<unknown>(undefined);
    from.on('error', () => to.destroy());
    from.on('close', () => {
      sockets.delete(from);
      // What was said before, such as an answer with which the server closes, arrives all the same.
      void sent.then(() => to.destroySoon());
    });
    from.on('data', (chunk) => {
      const due = delay(latencyMs());
      // In the order in which it came.
      sent = sent.then(() => due).then(() => to.writable && to.write(chunk));
    });
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const proxy: TcpProxy = {
    port: portOf(server as unknown as Parameters<typeof portOf>[0]),
    latencyMs: 0,
    lateEvery: 0,
    lateMs: 0,
    trips: () => trips,
    cut() {
      state = 'cut';
      for (const socket of sockets) socket.destroy();
    },
    silence() {
      state = 'silent';
      for (const socket of sockets) socket.pause();
    },
    muteFirst: () => void first?.pause(),
    restore() {
      state = 'open';
      for (const socket of sockets) socket.resume();
    },
    async close() {
      proxy.cut();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return proxy;
}
