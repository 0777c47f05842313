// What this repository holds: its root, its packages, its files.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The repository's top folder. */
export const root = fileURLToPath(new URL('../../../', import.meta.url)).replace(/[\\/]$/, '');

/** Reads and parses one JSON file below `from`. */
export function readJson(path, from = root) {
  return JSON.parse(readFileSync(join(from, path), 'utf8'));
}

/** The workspace packages below `packages/` and `examples/`: folder, short name and manifest of each. */
export function workspacePackages(from = root) {
  return ['packages', 'examples'].flatMap((group) =>
    foldersIn(join(from, group))
      .filter((name) => existsSync(join(from, group, name, 'package.json')))
      .map((name) => ({ folder: `${group}/${name}`, name, manifest: readJson(`${group}/${name}/package.json`, from) })),
  );
}

/** The packages that are published: all but private ones. */
export function publicPackages(from = root) {
  return workspacePackages(from).filter(({ manifest }) => manifest.private !== true);
}

/** Paths of all files that git has or would take, relative to `from`; without git, all but generated folders. */
export function repositoryFiles(from = root) {
  const { status, stdout } = spawnSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: from,
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
  });
  const files = status === 0 ? [...new Set(stdout.split('\0').filter(Boolean))] : walk(from, '');
  return files.filter((file) => existsSync(join(from, file))).sort();
}

const GENERATED = new Set(['.git', 'node_modules', 'dist', '.turbo', '.peers', 'coverage', 'test-results.json']);

function walk(from, folder) {
  return readdirSync(join(from, folder), { withFileTypes: true })
    .filter(({ name }) => !GENERATED.has(name))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      return entry.isDirectory() ? walk(from, path) : [path];
    });
}

function foldersIn(folder) {
  if (!existsSync(folder)) return [];
  return readdirSync(folder)
    .filter((name) => statSync(join(folder, name)).isDirectory())
    .sort();
}
