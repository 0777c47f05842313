/**
 * The folder for what lasts, and the secret that is kept in it where none is configured.
 */

import { link, mkdir, readFile, unlink, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { randomSecret } from '@doorward/core';
import type { ResolvedOptions } from './option-schema.ts';
import { assertNotEmpty, unreadable } from './secret-file.ts';

/** Where data goes when accounts need a place and none was named. */
const DEFAULT_FOLDER = 'doorward-data';

/** The folder as an absolute path; `null` when nothing has to last in a file. */
export function dataFolderOf({ dataFolder, databaseUrl, durableStore, accounts }: ResolvedOptions): string | null {
  if (dataFolder !== undefined) return resolve(dataFolder);
  return accounts !== false && databaseUrl === undefined && durableStore === undefined ? resolve(DEFAULT_FOLDER) : null;
}

/**
 * The configured secrets; else the one in the folder, made at the first start.
 *
 * @throws AuthError `auth/file-unreadable`.
 */
export async function resolveSecrets(options: ResolvedOptions, folder: string | null): Promise<readonly string[]> {
  if (options.secret !== undefined) return options.secret;
  if (folder === null) return [];
  const file = join(folder, 'secret');
  try {
    const known = await readKnown(file);
    if (known !== null) return [assertNotEmpty(known, file, 'dataFolder')];
    await makeFolder(folder);
    if (await makeSecret(file)) {
      (options.log ?? console).warn(
        `Doorward: no secret is configured, so one was made: ${file}. Several instances need the same one: set DOORWARD_SECRET.`,
      );
    }
    return [assertNotEmpty(await readFile(file, 'utf8'), file, 'dataFolder')];
  } catch (error) {
    throw unreadable(file, 'dataFolder', error);
  }
}

/** `null`: there is none yet. Nothing is written where there is one. */
async function readKnown(file: string): Promise<string | null> {
  try {
    return await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** The folder alone and not those above it: where a disk is not mounted, nothing begins anew. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { mode: 0o700 });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

/**
 * True when it made the file; false when there is one. Linked into place when it is whole, so that no
 * other process and no crash ever sees half of it.
 */
async function makeSecret(file: string): Promise<boolean> {
  const draft = `${file}.${randomSecret()}`;
  await writeFile(draft, `${randomSecret()}\n`, { mode: 0o600 });
  try {
    await link(draft, file);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    return false;
  } finally {
    await unlink(draft);
  }
}
