// Takes other Node versions from npm into .peers/, to run the tests on them.
import { existsSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { run } from './command.mjs';
import { root } from './repository.mjs';

/**
 * Fetches a Node of this range ("24", "20.19"). Resolves with `{ version, path }`; or with `{ missing, reason }`,
 * where `missing` says that it exists and could not be had, and false that npm has none for this machine.
 */
export async function fetchNode(range) {
  const source = `node-${process.platform}-${process.arch}`;
  if (process.platform !== 'linux' || !['x64', 'arm64'].includes(process.arch)) {
    return { missing: false, reason: `npm is not asked for a ${source}` };
  }
  const folder = join(root, '.peers', `node${range}`);
  mkdirSync(folder, { recursive: true });
  const spec = `node${range}@npm:${source}@${range}`;
  const { code, output } = await run(
    'npm',
    ['install', '--prefix', folder, '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error', spec],
    { cwd: folder, quiet: true },
  );
  const path = join(folder, 'node_modules', `node${range}`, 'bin', 'node');
  if (code !== 0 && /ETARGET|E404/.test(output)) return { missing: false, reason: `npm has no ${source}@${range}` };
  // Without a network, one fetched before does.
  if (!existsSync(path)) return { missing: true, reason: `npm could not fetch it: ${output.trim()}` };
  const asked = await run(path, ['--version'], { quiet: true });
  if (asked.code !== 0) return { missing: true, reason: `it does not start here: ${asked.output.trim()}` };
  return { version: asked.output.trim(), path };
}
