#!/usr/bin/env node
import { buildAll } from '../src/build.mjs';
// npm run build: compiles all packages and examples into their `dist`, of what is installed.
import { stop } from '../src/command.mjs';
import { root } from '../src/repository.mjs';

const problems = await buildAll(root);
if (problems.length > 0) stop(`${problems.join('\n')}\nThe build failed, see above.`);
