// Finds a pnpm of the major version that package.json names, or takes it from npm through npx.
import { existsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { run, stop } from './command.mjs';
import { readJson } from './repository.mjs';

let found;

/**
 * The environment in which `pnpm` on PATH is a fitting one, for our own calls and for every nested one (turbo starts
 * pnpm too). Looked up once a process; needs nothing but Node and npm.
 */
export function pnpmEnv() {
  found ??= findPnpm();
  return found;
}

/** Runs pnpm with these arguments; options as for `run`. */
export async function runPnpm(args, options = {}) {
  return run('pnpm', args, { ...options, env: { ...(await pnpmEnv()), ...options.env } });
}

async function findPnpm() {
  const wanted = readJson('package.json').packageManager.replace(/^pnpm@|\+.*$/g, '');
  if (await fits(wanted, process.env)) return process.env;
  console.error(`Taking pnpm ${wanted} from npm.`);
  const folder = await fetchWithNpx(wanted);
  const env = { ...process.env, PATH: `${folder}${delimiter}${process.env.PATH}` };
  if (folder !== undefined && (await fits(wanted, env))) return env;
  return stop(
    `No pnpm ${wanted}: it is not on PATH, and npx could not fetch it.\n` +
      `Check that the npm registry can be reached, or install it yourself: npm install --global pnpm@${wanted}`,
  );
}

// Asked outside of the repository, where neither pnpm nor corepack swaps itself for another version.
async function fits(wanted, env) {
  const { code, output } = await run('pnpm', ['--version'], { cwd: tmpdir(), env, quiet: true });
  return code === 0 && output.trim().split('\n').at(-1).split('.')[0] === wanted.split('.')[0];
}

// pnpm's own install script puts its binary in place, so that one script is allowed. npm 10 has no --allow-scripts
// and ignores it.
async function fetchWithNpx(wanted) {
  const own = ['--yes', '--loglevel=error', '--ignore-scripts=false', '--allow-scripts=pnpm'];
  const args = [...own, `--package=pnpm@${wanted}`, '--', 'node', '-p', 'process.env.PATH'];
  const { code, output } = await run('npx', args, { quiet: true });
  const path = output.trim().split('\n').at(-1);
  const folder = path.split(delimiter).find((entry) => existsSync(join(entry, 'pnpm')));
  if (code !== 0 || folder === undefined) console.error(output);
  return folder;
}
