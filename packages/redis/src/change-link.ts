/**
 * Hears of what other instances removed, on a connection of its own, and says that it heard. An answer on that connection
 * means that all before it was heard, for the server sends in this order; so each renewal of the lease proves itself.
 */

import { isAuthError, LEASE_MS, type Lease, type Listeners, type RecordChange } from '@doorward/core';
import type { Connection } from './connection.ts';
import { createConnectionKeeper } from './connection-keeper.ts';
import type { Names } from './names.ts';
import { type RemovalMessage, readHeard, readRemoval, writeHeard } from './removal-message.ts';
import type { Removals } from './removals.ts';
import { runScript } from './run-script.ts';
import { RENEW } from './scripts.ts';

/** How often the lease is renewed. */
const BEAT_INTERVAL_MS = 80;

export interface ChangeLinkOptions {
  readonly connect: () => Promise<Connection>;
  readonly instance: string;
  readonly names: Names;
  readonly lease: Lease;
  readonly listeners: Listeners<RecordChange>;
  readonly removals: Removals;
  /** True: holds no lease, so that nobody waits for this instance. */
  readonly strict: boolean;
  readonly onError: (error: unknown) => void;
}

export interface ChangeLink {
  start(): Promise<void>;
  stop(): Promise<void>;
}

export function createChangeLink(options: ChangeLinkOptions): ChangeLink {
  const { connect, instance, names, lease, listeners, removals, strict, onError } = options;
  let beating: NodeJS.Timeout | undefined;
  let isFull = false;
  let stopped = false;

  const keeper = createConnectionKeeper({
    connect,
    async prepare(connection, isFirst) {
      const hear = (message: string, channel: string): void => {
        if (channel === names.changes) hearRemoval(connection, message);
        else hearAnswer(message);
      };
      await connection.subscribe([names.changes, names.heard(instance)], hear);
      // Before anything counts as certain.
      if (!isFirst) listeners.tell({ kind: 'all' });
      await beat(connection);
      beatLater(connection);
    },
    onLost() {
      clearTimeout(beating);
      lease.lost();
    },
    onError,
  });

  function hearRemoval(connection: Connection, text: string): void {
    const message = readRemoval(text);
    // One of another version: what it removed is not known, and it waits in vain for an answer.
    if (message === null) listeners.tell({ kind: 'all' });
    else if (message.by === instance) removals.heardOwn(message);
    else hearOther(connection, message);
  }

  function hearOther(connection: Connection, message: RemovalMessage): void {
    for (const key of message.keys) listeners.tell({ kind: message.kind, key });
    if (message.kind !== 'session') return;
    const answer = ['PUBLISH', names.heard(message.by), writeHeard(message.id, instance)];
    connection.send(answer).catch(() => undefined);
  }

  function hearAnswer(text: string): void {
    const { id, instance: by } = readHeard(text);
    removals.acknowledgements.heard(id, by);
  }

  /** Asks and waits for the answer, which makes what was heard certain. */
  async function beat(connection: Connection): Promise<void> {
    const began = performance.now();
    if (strict) {
      await connection.send(['PING']);
      return;
    }
    try {
      await runScript(connection, RENEW, [names.instances], [instance, String(LEASE_MS)]);
      lease.heardUntil(began);
      isFull = false;
    } catch (error) {
      if (!isAuthError(error) || error.code !== 'redis/full') throw error;
      // It hears, and remembers nothing meanwhile.
      if (!isFull) onError(error);
      isFull = true;
    }
  }

  function beatLater(connection: Connection): void {
    clearTimeout(beating);
    if (stopped) return;
    beating = setTimeout(() => {
      beat(connection).then(
        () => beatLater(connection),
        (error: unknown) => connection.close(error),
      );
    }, BEAT_INTERVAL_MS).unref();
  }

  return {
    start: keeper.start,
    async stop() {
      stopped = true;
      clearTimeout(beating);
      const last = keeper.current();
      lease.lost();
      await last?.send(['ZREM', names.instances, instance]).catch(() => undefined);
      keeper.stop();
    },
  };
}
