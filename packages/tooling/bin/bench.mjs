#!/usr/bin/env node
// npm run bench -- [arguments]: installs, builds, and runs the measurements of packages/bench.
import { join } from 'node:path';
import { launch } from '../src/launch.mjs';
import { prepare } from '../src/prepare.mjs';
import { root } from '../src/repository.mjs';

await prepare();
launch(join(root, 'packages/bench/src/main.mjs'), process.argv.slice(2));
