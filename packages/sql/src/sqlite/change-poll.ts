/**
 * Hears of what other processes changed in the same file: every 100 ms SQLite is asked whether anybody
 * wrote, and only then the table is read.
 */

import type { ChangeFeed, NotedChange } from '../change-feed.ts';
import type { SqliteSession } from './connection.ts';

const POLL_INTERVAL_MS = 100;
const PAGE = 500;

export interface ChangePollOptions {
  readonly session: SqliteSession;
  /** Whose own changes are passed over: their listeners know. */
  readonly instance: string;
  readonly feed: ChangeFeed;
  /** Told of the first of several failures. */
  readonly onError: (error: unknown) => void;
  readonly check: (thorough: boolean) => void;
}

export interface ChangePoll {
  /** Without listeners it rests, and nothing is certain. */
  listen(listening: boolean): void;
  /** Looks now. */
  poll(): void;
}

export function createChangePoll({ session, instance, feed, onError, check }: ChangePollOptions): ChangePoll {
  let timer: NodeJS.Timeout | undefined;
  let version: unknown;
  let seen = lastSequence(session);
  let failing = false;

  function hear(): void {
    for (;;) {
      const rows = session.all(SELECT, [seen, PAGE]) as unknown as ChangeRow[];
      if (rows[0] !== undefined && rows[0].sequence > seen + 1) feed.tell({ kind: 'all' });
      for (const { sequence, instance: by, kind, key } of rows) {
        seen = sequence;
        if (by !== instance) feed.tell({ kind, key });
      }
      if (rows.length < PAGE) return;
    }
  }

  function poll(): void {
    const began = performance.now();
    try {
      check(true);
      const [current] = session.all('pragma data_version');
      if (current?.['data_version'] !== version) hear();
      version = current?.['data_version'];
      feed.heardUntil(began);
      failing = false;
    } catch (error) {
      // A lock is tried again, and for as long nothing is remembered.
      if (!failing) onError(error);
      failing = true;
    }
  }

  return {
    poll,
    listen(listening) {
      clearInterval(timer);
      timer = undefined;
      if (!listening) return;
      // Whoever begins to listen remembers nothing yet.
      try {
        seen = lastSequence(session);
      } catch {
        // What was seen last stands; the poll reports it.
      }
      poll();
      timer = setInterval(poll, POLL_INTERVAL_MS).unref();
    },
  };
}

const SELECT = 'select sequence, instance, kind, key from changes where sequence > ? order by sequence limit ?';

interface ChangeRow {
  readonly sequence: number;
  readonly instance: string;
  readonly kind: NotedChange['kind'];
  readonly key: string;
}

function lastSequence(session: SqliteSession): number {
  return Number(session.all('select coalesce(max(sequence), 0) as last from changes')[0]?.['last'] ?? 0);
}
