/**
 * Keeps a connection: makes a new one when it is lost, soon at first and then less often.
 */

import type { Connection } from './connection.ts';
import { isWorthRetrying } from './redis-error.ts';

const RECONNECT_MS = { first: 50, most: 1000 };

/** How long a start waits for a server that does not answer yet, in milliseconds. */
const START_LIMIT_MS = 10_000;
const START_WAIT_MS = 250;

export interface KeeperOptions {
  readonly connect: () => Promise<Connection>;
  /** Makes a new connection fit for use; it counts as there when this resolves. */
  readonly prepare: (connection: Connection, isFirst: boolean) => Promise<void>;
  readonly onLost: () => void;
  /** Told when the connection is lost, once until it is back. */
  readonly onError: (error: unknown) => void;
}

export interface ConnectionKeeper {
  /** `null` while there is none. */
  current(): Connection | null;
  /** Waits up to 10 seconds for the server. @throws AuthError with a `redis/` code. */
  start(): Promise<void>;
  stop(): void;
}

export function createConnectionKeeper({ connect, prepare, onLost, onError }: KeeperOptions): ConnectionKeeper {
  let kept: Connection | null = null;
  let timer: NodeJS.Timeout | undefined;
  let waitMs = RECONNECT_MS.first;
  let stopped = false;

  async function make(isFirst: boolean): Promise<void> {
    const made = await connect();
    try {
      await prepare(made, isFirst);
      if (stopped) throw new Error('The store was closed.');
    } catch (error) {
      made.close();
      throw error;
    }
    kept = made;
    waitMs = RECONNECT_MS.first;
    made.onLost((error) => drop(made, error));
  }

  function drop(lost: Connection, error: unknown): void {
    if (kept !== lost) return;
    kept = null;
    onLost();
    if (stopped) return;
    onError(error);
    makeLater();
  }

  function makeLater(): void {
    clearTimeout(timer);
    // Not all instances at the same moment.
    timer = setTimeout(() => void again(), waitMs * (0.75 + Math.random() / 4)).unref();
    waitMs = Math.min(waitMs * 2, RECONNECT_MS.most);
  }

  const again = (): Promise<void> => make(false).catch(() => (stopped ? undefined : makeLater()));

  return {
    current: () => kept,
    start: () => whileItStarts(() => make(true)),
    stop() {
      stopped = true;
      clearTimeout(timer);
      kept?.close();
    },
  };
}

async function whileItStarts(attempt: () => Promise<void>): Promise<void> {
  const until = performance.now() + START_LIMIT_MS;
  for (;;) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (!isWorthRetrying(error) || performance.now() + START_WAIT_MS > until) throw error;
      await new Promise((resolve) => setTimeout(resolve, START_WAIT_MS));
    }
  }
}
