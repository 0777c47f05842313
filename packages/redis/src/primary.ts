/**
 * Connects to the server that takes writes: the one of the address, or the one that a Sentinel or a node of a Cluster names.
 *
 * @see https://redis.io/docs/latest/develop/reference/sentinel-clients/
 * @see https://redis.io/docs/latest/operate/oss_and_stack/reference/cluster-spec/
 */

import { type Connection, connect } from './connection.ts';
import type { ResolvedOptions, ServerAddress } from './options.ts';
import { redisError } from './redis-error.ts';

/** @throws AuthError with a `redis/` code. */
export async function connectToPrimary(options: ResolvedOptions): Promise<Connection> {
  const { kind, place, servers } = options.address;
  const server = kind === 'server' ? servers[0] : await whereItIs(options);
  if (server === undefined) throw redisError(new Error('Nobody names a server.'), place);
  const connection = await connectTo(options, server, true);
  if (kind === 'sentinel') await assertPrimary(connection, place);
  return connection;
}

/** Asks those who know, one after the other. The first answer counts. */
async function whereItIs(options: ResolvedOptions): Promise<ServerAddress | undefined> {
  const { kind, servers, sentinelName } = options.address;
  let failure: unknown;
  for (const server of servers) {
    try {
      // A Sentinel has no users of its own unless it is given some.
      const asked = await connectTo(options, server, kind === 'cluster');
      try {
        const found =
          kind === 'sentinel'
            ? readServer(await asked.send(['SENTINEL', 'GET-MASTER-ADDR-BY-NAME', sentinelName]))
            : await ownerOfSlot(asked, options.prefix, server);
        if (found !== undefined) return found;
      } finally {
        asked.close();
      }
    } catch (error) {
      failure = error;
    }
  }
  if (failure !== undefined) throw failure;
  return undefined;
}

/** All keys are in one slot, so one node has them. A node that does not know its own name is called as it was found. */
async function ownerOfSlot(node: Connection, prefix: string, asked: ServerAddress): Promise<ServerAddress | undefined> {
  const slot = Number(await node.send(['CLUSTER', 'KEYSLOT', prefix]));
  const ranges = await node.send(['CLUSTER', 'SLOTS']);
  if (!Array.isArray(ranges)) return undefined;
  const range = ranges.find(([first, last]: readonly unknown[]) => Number(first) <= slot && slot <= Number(last));
  const owner = readServer(range?.[2]);
  return owner?.host === '' || owner?.host === '?' ? { ...owner, host: asked.host } : owner;
}

function readServer(reply: unknown): ServerAddress | undefined {
  return Array.isArray(reply) ? { host: String(reply[0] ?? ''), port: Number(reply[1]) } : undefined;
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

function connectTo(options: ResolvedOptions, server: ServerAddress, asUser: boolean): Promise<Connection> {
  const { address, ca, commandTimeoutMs } = options;
  const { place, isEncrypted, username, password, database } = address;
  const user = asUser ? { username, password, database } : { username: undefined, password: undefined, database: 0 };
  return connect({ server, place, tls: isEncrypted ? { ca } : null, commandTimeoutMs, ...user });
}
