/**
 * The connection that searches, bound as the service. It is shared by all sign-ins, made when it is first needed, and
 * again when it was lost.
 */

import type { Connection } from './connection.ts';
import type { Deadline } from './deadline.ts';
import { bindFailure, mayBeElsewhere } from './failure.ts';
import type { ResolvedOptions } from './options.ts';
import type { Prepare, Servers } from './servers.ts';

export interface Service {
  /** Does the work on the shared connection; once more on a new one when that turns out to be lost. */
  run<T>(work: (connection: Connection, deadline: Deadline) => Promise<T>, deadline: Deadline): Promise<T>;
  close(): void;
}

/** Firewalls forget what is quiet for longer, and tell nobody. */
const IDLE_MS = 60_000;

/** Of the time that is left, what a connection has that may be lost: there has to be time for a new one. */
const SHARE_OF_USED = 1 / 3;

export function createService(servers: Servers, { service }: ResolvedOptions): Service {
  let current: Connection | null = null;
  let opening: Promise<Connection> | null = null;
  let idle: NodeJS.Timeout | undefined;

  const bind: Prepare = async (connection, deadline) => {
    if (service === null) return;
    try {
      await connection.bind(service.dn, service.password, deadline);
    } catch (error) {
      throw bindFailure(error, connection.server);
    }
  };

  function close(): void {
    clearTimeout(idle);
    current?.close();
    current = null;
  }

  function open(deadline: Deadline): Promise<Connection> {
    opening ??= servers.open(deadline, bind).finally(() => {
      opening = null;
    });
    return opening;
  }

  async function renewed(deadline: Deadline): Promise<Connection> {
    const connection = await open(deadline);
    if (current !== connection) {
      current?.close();
      current = connection;
    }
    return connection;
  }

  function used(): void {
    clearTimeout(idle);
    idle = setTimeout(close, IDLE_MS);
    idle.unref();
  }

  return {
    async run(work, deadline) {
      const lasting = current?.isOpen === true ? current : null;
      used();
      if (lasting !== null) {
        try {
          return await work(lasting, deadline.share(SHARE_OF_USED));
        } catch (error) {
          if (!mayBeElsewhere(error)) throw error;
          if (current === lasting) close();
        }
      }
      return work(await renewed(deadline), deadline);
    },
    close,
  };
}
