/**
 * What an installed package and all its dependencies weigh on the disk.
 */

import { existsSync, lstatSync, readdirSync, readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * Optional dependencies count where they are installed, and peer dependencies do not.
 *
 * @param {string} name
 * @param {URL} from a folder from which it is found
 * @returns {number} bytes
 */
export function installedSize(name, from) {
  /** @type {Set<string>} */
  const folders = new Set();
  collect(name, fileURLToPath(from), folders);
  return [...folders].reduce((sum, folder) => sum + sizeOf(folder), 0);
}

function collect(name, from, folders) {
  const folder = find(name, from);
  if (folder === null || folders.has(folder)) return;
  folders.add(folder);
  const { dependencies = {}, optionalDependencies = {} } = JSON.parse(
    readFileSync(join(folder, 'package.json'), 'utf8'),
  );
  for (const each of Object.keys({ ...dependencies, ...optionalDependencies })) collect(each, folder, folders);
}

/** As Node looks for packages; not by `require.resolve`, which exports may forbid. */
function find(name, from) {
  for (let folder = from; ; folder = dirname(folder)) {
    const candidate = join(folder, 'node_modules', name);
    if (existsSync(candidate)) return realpathSync(candidate);
    if (folder === dirname(folder)) return null;
  }
}

/** Of a package of ours only what is published. */
function sizeOf(folder) {
  const isOurs = !folder.includes('node_modules');
  return bytesIn(isOurs ? join(folder, 'dist') : folder);
}

function bytesIn(path) {
  const stat = lstatSync(path);
  if (!stat.isDirectory()) return stat.isFile() ? stat.size : 0;
  return readdirSync(path)
    .filter((name) => name !== 'node_modules')
    .reduce((sum, name) => sum + bytesIn(join(path, name)), 0);
}
