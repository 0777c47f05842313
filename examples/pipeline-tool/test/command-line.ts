/**
 * The command `doorward`, as an admin runs it beside the server.
 */

import { execFile } from 'node:child_process';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { promisify } from 'node:util';

const COMMAND = join(createRequire(import.meta.url).resolve('@doorward/cli'), '../../bin/doorward.mjs');

/** Resolves to what it printed. @throws Error when it ends with another code than 0. */
export async function doorward(folder: string, ...words: readonly string[]): Promise<string> {
  const env = { PATH: process.env['PATH'], DOORWARD_DATA_FOLDER: folder };
  return (await promisify(execFile)(process.execPath, [COMMAND, ...words], { env })).stdout;
}
