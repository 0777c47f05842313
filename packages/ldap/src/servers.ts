/**
 * The servers of a directory, which all hold the same. The first one is asked, and the next one when it cannot be
 * reached: a wrong password is an answer, and asked of no other.
 */

import { AuthError, isAuthError } from '@doorward/core';
import { type Connection, openConnection } from './connection.ts';
import type { Deadline } from './deadline.ts';
import { mayBeElsewhere } from './failure.ts';
import type { Server } from './options.ts';

/** What makes a connection ready for its use, such as a bind. */
export type Prepare = (connection: Connection, deadline: Deadline) => Promise<void>;

export interface Servers {
  /**
   * A connection to the first server that answers, `preferred` before the others. Each server has its share of the time.
   * @throws AuthError `ldap/unreachable` or `ldap/untrusted` when it is so of all of them, and what `prepare` throws.
   */
  open(deadline: Deadline, prepare: Prepare, preferred?: Server): Promise<Connection>;
}

/** For so long a server that was not reached is asked after the others. */
const AVOIDED_MS = 30_000;

export function createServers(servers: readonly Server[]): Servers {
  const avoidedUntil = new Map<Server, number>();
  const isAvoided = (server: Server): boolean => performance.now() < (avoidedUntil.get(server) ?? 0);

  function inOrder(preferred: Server | undefined): readonly Server[] {
    const rank = (server: Server): number => (isAvoided(server) ? 2 : server === preferred ? 0 : 1);
    return [...servers].sort((a, b) => rank(a) - rank(b));
  }

  async function openAt(server: Server, deadline: Deadline, prepare: Prepare): Promise<Connection> {
    const connection = await openConnection(server, deadline);
    try {
      await prepare(connection, deadline);
      return connection;
    } catch (error) {
      connection.close();
      throw error;
    }
  }

  return {
    async open(deadline, prepare, preferred) {
      const failures: AuthError[] = [];
      const order = inOrder(preferred);
      for (const [index, server] of order.entries()) {
        try {
          const connection = await openAt(server, deadline.share(1 / (order.length - index)), prepare);
          avoidedUntil.delete(server);
          return connection;
        } catch (error) {
          if (!isAuthError(error) || !mayBeElsewhere(error)) throw error;
          avoidedUntil.set(server, performance.now() + AVOIDED_MS);
          failures.push(error);
        }
      }
      throw ofAll(failures);
    },
  };
}

/** One that is not trusted is told first: it is no matter of waiting. */
function ofAll(failures: readonly AuthError[]): AuthError {
  const [worst] = [...failures].sort(
    (a, b) => Number(b.code === 'ldap/untrusted') - Number(a.code === 'ldap/untrusted'),
  );
  if (worst === undefined || failures.length === 1)
    return worst ?? new AuthError('ldap/unreachable', 'there is no server');
  const all = failures.map(({ message, code }) => message.replace(` [${code}]`, '')).join(' ');
  return new AuthError(worst.code, all);
}
