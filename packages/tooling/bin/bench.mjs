#!/usr/bin/env node
// npm run bench -- [arguments]: installs, builds, and runs the measurements of packages/bench.
import { join } from 'node:path';
import { stop } from '../src/command.mjs';
import { launch } from '../src/launch.mjs';
import { runPnpm } from '../src/pnpm.mjs';
import { prepare } from '../src/prepare.mjs';
import { root } from '../src/repository.mjs';

const args = process.argv.slice(2);
await prepare();
if (
  !['--help', '-h', '--no-peers'].some((arg) => args.includes(arg)) &&
  !args.some((arg) => arg.startsWith('--from'))
) {
  await installPeers();
}
launch(join(root, 'packages/bench/src/main.mjs'), args);

/** What others made is installed here and nowhere else: it weighs more than all that the tests need of others. */
async function installPeers() {
  console.log('Installing what others made, to be measured beside it.');
  const install = ['install', '--frozen-lockfile', '--ignore-scripts'];
  const { code, output } = await runPnpm(install, { cwd: join(root, 'packages/bench/peers'), quiet: true });
  if (code !== 0) stop(`${output}\nThe installation failed, see above. Without peers: npm run bench -- --no-peers`);
}
