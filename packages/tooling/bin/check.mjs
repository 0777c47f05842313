#!/usr/bin/env node
// node packages/tooling/bin/check.mjs [names]: runs these checks, or all of them.
import { stop } from '../src/command.mjs';
import { install } from '../src/prepare.mjs';
import { close } from '../src/totals.mjs';

await install();
const { checkNames, runChecks } = await import('../src/checks.mjs');
const names = process.argv.slice(2);
const wrong = names.find((name) => !checkNames.includes(name));
if (wrong === undefined) close(await runChecks(names.length > 0 ? names : checkNames));
else stop(`The checks are: ${checkNames.join(', ')}.`);
