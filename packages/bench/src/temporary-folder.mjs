/**
 * A folder for data, gone with the process that made it.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** @type {Set<string>} */
const folders = new Set();

/** @returns {string} its path */
export function temporaryFolder() {
  if (folders.size === 0) {
    process.once('exit', () => folders.forEach(removeFolder));
    for (const signal of /** @type {const} */ (['SIGINT', 'SIGTERM'])) process.once(signal, () => process.exit(1));
  }
  const folder = mkdtempSync(join(tmpdir(), 'doorward-bench-'));
  folders.add(folder);
  return folder;
}

/** @param {string} folder one of ours */
export function removeFolder(folder) {
  rmSync(folder, { recursive: true, force: true });
  folders.delete(folder);
}
