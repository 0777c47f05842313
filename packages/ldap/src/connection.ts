/**
 * One connection to one server. It never comes back by itself: the library would open another one, which is bound as
 * nobody and, after StartTLS, in clear.
 */

import { Client, type Entry as LibraryEntry, type SearchOptions } from 'ldapts';
import { type Deadline, within } from './deadline.ts';
import { type Entry, readEntry } from './entry.ts';
import { failureOf, isNotHere, odd, unreachable } from './failure.ts';
import type { Server } from './options.ts';
import { openSocket } from './socket.ts';

export interface Search {
  readonly baseDn: string;
  readonly filter: string;
  /** The entry `baseDn` alone, or all below. Default all below. */
  readonly scope?: 'base' | 'sub';
  /** Default none: the names of entries alone. */
  readonly attributes?: readonly string[];
  /** Those that are bytes. */
  readonly binary?: readonly string[];
}

export interface Connection {
  readonly server: Server;
  readonly isOpen: boolean;
  /** Throws what the library throws when the server says no; see `failure.ts`. */
  bind(dn: string, password: string, deadline: Deadline): Promise<void>;
  /**
   * At most `count` entries, and no error when there are more, or when a `base` is not there. Referrals are passed over.
   */
  first(count: number, search: Search, deadline: Deadline): Promise<readonly Entry[]>;
  /** All entries, refused when there are more than `most`. */
  all(most: number, search: Search, deadline: Deadline): Promise<readonly Entry[]>;
  close(): void;
}

const PAGE_SIZE = 200;

/** @throws AuthError `ldap/unreachable`, `ldap/untrusted`. */
export async function openConnection(server: Server, deadline: Deadline): Promise<Connection> {
  const socket = await openSocket(server, deadline);
  const client = new Client({ url: 'ldap://connected', createConnection: once(socket), strictDN: false });

  const run = <T>(work: Promise<T>, limit: Deadline): Promise<T> =>
    within(limit, work, () => {
      socket.destroy();
      return unreachable(server, 'it took too long to answer');
    });

  async function pages(most: number, search: Search, timeLimit: number): Promise<readonly Entry[]> {
    const entries: LibraryEntry[] = [];
    const options = { ...libraryOptions(search), timeLimit, paged: { pageSize: PAGE_SIZE } };
    for await (const page of client.searchPaginated(search.baseDn, options)) {
      entries.push(...page.searchEntries);
      if (entries.length > most) throw odd(server, `it found more than ${most} groups`);
    }
    return entries.map(readEntry);
  }

  const asked = async <T>(work: Promise<T>, limit: Deadline): Promise<T> => {
    try {
      return await run(work, limit);
    } catch (error) {
      throw failureOf(error, server);
    }
  };

  return {
    server,
    get isOpen() {
      return !socket.destroyed;
    },
    bind: (dn, password, limit) => run(client.bind(dn, password), limit),
    async first(count, search, limit) {
      const options = { ...libraryOptions(search), timeLimit: secondsOf(limit), sizeLimit: count };
      const found = client.search(search.baseDn, options).catch((error: unknown) => {
        if (search.scope === 'base' && isNotHere(error)) return { searchEntries: [] };
        throw error;
      });
      return (await asked(found, limit)).searchEntries.map(readEntry);
    },
    all: (most, search, limit) => asked(pages(most, search, secondsOf(limit)), limit),
    close() {
      // Says goodbye (RFC 4511 §4.3) as far as the socket takes it.
      void client.unbind().catch(() => undefined);
      socket.destroySoon();
    },
  };
}

function libraryOptions({ filter, scope = 'sub', attributes = ['1.1'], binary = [] }: Search): SearchOptions {
  return {
    filter,
    scope,
    attributes: [...attributes],
    explicitBufferAttributes: [...binary],
    derefAliases: 'never',
  };
}

function secondsOf(deadline: Deadline): number {
  return Math.ceil(deadline.left() / 1000);
}

function once<T>(value: T): () => T {
  let isUsed = false;
  return () => {
    if (isUsed) throw new Error('closed');
    isUsed = true;
    return value;
  };
}
