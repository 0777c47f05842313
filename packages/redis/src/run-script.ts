/**
 * Runs a script by its hash, and sends its text when the server does not know it.
 */

import { isAuthError } from '@doorward/core';
import type { Connection } from './connection.ts';
import { isUnknownScript } from './redis-error.ts';
import type { Script } from './scripts.ts';

/** What the script answers. @throws AuthError with a `redis/` code. */
export async function runScript(
  connection: Pick<Connection, 'send'>,
  { text, sha1 }: Script,
  keys: readonly string[],
  values: readonly string[],
): Promise<unknown> {
  const rest = [String(keys.length), ...keys, ...values];
  try {
    return await connection.send(['EVALSHA', sha1, ...rest]);
  } catch (error) {
    if (!isAuthError(error) || !isUnknownScript(error)) throw error;
    return connection.send(['EVAL', text, ...rest]);
  }
}
