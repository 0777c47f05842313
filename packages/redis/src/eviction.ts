/**
 * Says at the start when Redis may throw sessions away to make room.
 *
 * @see https://redis.io/docs/latest/develop/reference/eviction/
 */

import type { Connection } from './connection.ts';

const POLICY = /^maxmemory_policy:(\S+)/m;

/** A sentence for the log; `null` when nothing is evicted, or the server does not tell. */
export async function evictionWarning(server: Pick<Connection, 'send'>, place: string): Promise<string | null> {
  try {
    const memory = String(await server.send(['INFO', 'memory']));
    const policy = POLICY.exec(memory)?.[1];
    if (policy === undefined || policy === 'noeviction') return null;
    return `${place} may throw sessions away when its memory is full, which signs people out: maxmemory-policy is ${policy}. Set noeviction.`;
  } catch {
    return null;
  }
}
