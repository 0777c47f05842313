/**
 * Connections to a PostgreSQL server: a pool whose errors are AuthErrors, and which keeps no connection
 * that did not answer in time.
 */

import { AuthError } from '@doorward/core';
import type { Client, ClientConfig, Pool, PoolClient } from 'pg';
import type { PostgresConnection, PostgresPool } from './postgres-database.ts';
import { postgresError } from './postgres-error.ts';

export interface PostgresServer {
  /** Server and database for messages, without user and password. */
  readonly place: string;
  readonly pool: PostgresPool;
  /** A connection of its own. */
  createClient(): PostgresClient;
}

/** pg's types leave `unref` out. */
export type PostgresClient = Client & { unref(): void };

/** What one question may take on the server, such as waiting for a lock. */
const STATEMENT_LIMIT_MS = 1800;

/** What it may take with the way there and back, and what connecting may: longer, so that the server can say why. */
const ANSWER_LIMIT_MS = 2200;

/** After it the lock of a process that does not go on is taken from it. */
const FROZEN_LIMIT_MS = 10_000;

const MAX_CONNECTIONS = 10;

/** The type of whole numbers, which pg would give as texts: ours are times and counts, far below 2^53. */
const INT8 = 20;

/** @throws AuthError `sql/url-invalid`. */
export async function createPostgresServer(url: string, onError: (error: unknown) => void): Promise<PostgresServer> {
  const place = placeOf(url);
  const { default: pg } = await import('pg');
  const getTypeParser = (oid: number, format?: 'text') => (oid === INT8 ? Number : pg.types.getTypeParser(oid, format));
  const config: ClientConfig = {
    connectionString: url,
    application_name: 'doorward',
    connectionTimeoutMillis: ANSWER_LIMIT_MS,
    statement_timeout: STATEMENT_LIMIT_MS,
    query_timeout: ANSWER_LIMIT_MS,
    idle_in_transaction_session_timeout: FROZEN_LIMIT_MS,
    keepAlive: true,
    types: { getTypeParser: getTypeParser as typeof pg.types.getTypeParser },
  };
  return {
    place,
    pool: guardPool(
      createPool(() => new pg.Pool({ ...config, max: MAX_CONNECTIONS }), onError),
      place,
    ),
    createClient: () => new pg.Client(config) as PostgresClient,
  };
}

/** Without the cause, which holds the URL with its password. */
function urlInvalid(): AuthError {
  return new AuthError(
    'sql/url-invalid',
    'The database URL is not of the form postgres://user:password@host:5432/name.',
  );
}

function placeOf(url: string): string {
  try {
    const { protocol, host, pathname, searchParams } = new URL(url);
    if (!['postgres:', 'postgresql:'].includes(protocol)) throw urlInvalid();
    return `The database ${decodeURIComponent(pathname.slice(1))} at ${searchParams.get('host') ?? decodeURIComponent(host)}`;
  } catch {
    throw urlInvalid();
  }
}

function createPool(make: () => Pool, onError: (error: unknown) => void): Pool {
  let pool: Pool;
  try {
    pool = make();
  } catch {
    throw urlInvalid();
  }
  // Idle ones that end are replaced when needed; those in use fail where they are used.
  pool.on('error', onError);
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}

function guardPool(pool: Pool, place: string): PostgresPool {
  return {
    async connect() {
      try {
        return guardClient(await pool.connect(), place);
      } catch (error) {
        throw postgresError(error, place);
      }
    },
    end: () => pool.end(),
  };
}

function guardClient(client: PoolClient, place: string): PostgresConnection {
  let lost: AuthError | undefined;
  async function query(text: string, parameters: readonly unknown[]) {
    if (lost !== undefined) throw lost;
    try {
      const result = await client.query(text, [...parameters]);
      // What PostgreSQL answers when a statement failed before: nothing was written.
      if (text === 'commit' && result.command !== 'COMMIT') {
        throw new AuthError('sql/failed', `${place} wrote nothing, for one statement of the write failed.`);
      }
      return result;
    } catch (error) {
      const known = postgresError(error, place);
      if (known.code === 'sql/unreachable') lost = known;
      throw known;
    }
  }
  return { query, release: () => client.release(lost !== undefined) };
}
