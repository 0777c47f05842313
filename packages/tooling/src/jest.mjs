// Starts jest in the way that ES modules need.
import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { run } from './command.mjs';
import { root } from './repository.mjs';

/** Runs jest in `cwd` with one of the configurations of this package; further arguments go to jest. */
export async function runJest(configuration, args, cwd = root) {
  const jest = createRequire(import.meta.url).resolve('jest/bin/jest');
  const config = fileURLToPath(new URL(`../${configuration}`, import.meta.url));
  const node = ['--experimental-vm-modules', '--disable-warning=ExperimentalWarning'];
  const { code } = await run(process.execPath, [...node, jest, '--config', config, '--rootDir', cwd, ...args], { cwd });
  return code;
}
