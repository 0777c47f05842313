/**
 * Connects to the server that takes writes: the one of the address, or the one that a Sentinel names.
 *
 * @see https://redis.io/docs/latest/develop/reference/sentinel-clients/
 */

import { type Connection, connect } from './connection.ts';
import type { ResolvedOptions, ServerAddress } from './options.ts';
import { redisError } from './redis-error.ts';

/** @throws AuthError with a `redis/` code. */
export async function connectToPrimary(options: ResolvedOptions): Promise<Connection> {
  const { place, servers, sentinelName, username, password, database } = options.address;
  const server = sentinelName === null ? servers[0] : await askSentinels(options, sentinelName);
  if (server === undefined) throw redisError(new Error('No Sentinel answers.'), place);
  const connection = await connect({ ...commonOptions(options), server, username, password, database });
  if (sentinelName !== null) await assertPrimary(connection, place);
  return connection;
}

/** The first answer counts. A Sentinel has no users of its own unless it is given some, and needs none. */
async function askSentinels(options: ResolvedOptions, name: string): Promise<ServerAddress | undefined> {
  let failure: unknown;
  for (const server of options.address.servers) {
    try {
      const user = { username: undefined, password: undefined, database: 0 };
      const sentinel = await connect({ ...commonOptions(options), server, ...user });
      try {
        const answer = await sentinel.send(['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', name]);
        if (Array.isArray(answer)) return { host: String(answer[0]), port: Number(answer[1]) };
      } finally {
        sentinel.close();
      }
    } catch (error) {
      failure = error;
    }
  }
  if (failure !== undefined) throw failure;
  return undefined;
}

/** A Sentinel may not know yet that it was replaced. */
async function assertPrimary(connection: Connection, place: string): Promise<void> {
  try {
    const role = await connection.send(['ROLE']);
    if (Array.isArray(role) && role[0] === 'master') return;
    throw redisError(new Error('READONLY The server that Sentinel names is a replica.'), place);
  } catch (error) {
    connection.close();
    throw error;
  }
}

function commonOptions({ address, ca, commandTimeoutMs }: ResolvedOptions) {
  return { place: address.place, tls: address.isEncrypted ? { ca } : null, commandTimeoutMs };
}
