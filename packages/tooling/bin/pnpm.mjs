#!/usr/bin/env node
// Runs pnpm in the version of this repository, whatever is installed: node packages/tooling/bin/pnpm.mjs <arguments>
import { spawnSync } from 'node:child_process';
import { pnpmEnv } from '../src/pnpm.mjs';

const { status, error } = spawnSync('pnpm', process.argv.slice(2), {
  env: await pnpmEnv(),
  stdio: 'inherit',
  shell: process.platform === 'win32',
});
if (error) console.error(error.message);
process.exit(status ?? 1);
