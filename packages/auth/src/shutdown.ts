/**
 * Stopping without losing what is under way.
 */

import type { Server } from 'node:net';
import type { Core } from '@doorward/core';

export interface ShutdownOptions {
  /**
   * How long a load balancer gets to notice that this server is not ready any more, in seconds, while requests are still
   * taken. Default 0.
   */
  readonly drainSeconds?: number;
  /** How long requests under way get to end, in seconds. What is open then is closed. Default 10. */
  readonly graceSeconds?: number;
}

export interface ShutdownParts {
  readonly core: Pick<Core, 'health' | 'live' | 'telemetry'>;
  readonly servers: ReadonlySet<Server>;
  /** Stops timers and closes the stores. */
  readonly close: () => Promise<void>;
}

/** Called several times it is one: the later ones wait for the first. */
export function createShutdown({ core, servers, close }: ShutdownParts): (options?: ShutdownOptions) => Promise<void> {
  async function stop({ drainSeconds = 0, graceSeconds = 10 }: ShutdownOptions): Promise<void> {
    core.health.drain();
    if (drainSeconds > 0) await new Promise((resolve) => setTimeout(resolve, drainSeconds * 1000));
    const ended = Promise.all([...servers].map(stopListening));
    core.live.close();
    await Promise.race([ended, late(graceSeconds, servers)]);
    await close();
  }

  let stopping: Promise<void> | undefined;
  return (options = {}) => {
    stopping ??= (async () => core.telemetry.run(SHUTDOWN, () => stop(options)))();
    return stopping;
  };
}

const SHUTDOWN = { name: 'doorward.shutdown', attributes: {} };

/** Resolves when the last connection has ended. One that does not listen has ended already. */
function stopListening(server: Server): Promise<void> {
  return new Promise((resolve) => server.close(() => resolve()));
}

/** Sockets that nobody holds, such as those of an app's own upgrades, are its owner's to close: they keep nothing waiting. */
function late(seconds: number, servers: ReadonlySet<Server>): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      for (const server of servers) if (hasConnections(server)) server.closeAllConnections();
      resolve();
    }, seconds * 1000);
    timer.unref();
  });
}

function hasConnections(server: Server): server is Server & { closeAllConnections(): void } {
  return 'closeAllConnections' in server && typeof server.closeAllConnections === 'function';
}
