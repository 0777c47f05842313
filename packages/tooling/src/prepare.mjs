// Gets a clone ready to run: the Node version, the installed packages, the build.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { stop } from './command.mjs';
import { assertNodeVersion } from './node-version.mjs';
import { runPnpm } from './pnpm.mjs';
import { root } from './repository.mjs';

/** Checks the Node version and installs what the lock file says; ends the process when that fails. */
export async function install() {
  assertNodeVersion();
  const first = !existsSync(join(root, 'node_modules/.modules.yaml'));
  console.log(first ? 'Installing packages; the first time takes up to a minute.' : 'Installing packages.');
  const { code, output } = await runPnpm(['install', '--frozen-lockfile'], { quiet: !first });
  if (code === 0) return;
  stop(
    `${output}\nThe installation failed, see above. If a package.json was changed, bring the lock file up to date:\n` +
      '  node packages/tooling/bin/pnpm.mjs install',
  );
}

/** Installs, and compiles all packages and examples into their `dist`; ends the process when either fails. */
export async function prepare() {
  await install();
  console.log('Building.');
  // Only now, for it imports what has just been installed.
  const { buildAll } = await import('./build.mjs');
  const problems = await buildAll(root);
  if (problems.length > 0) stop(`${problems.join('\n')}\nThe build failed, see above. Try again with: npm run build`);
}
