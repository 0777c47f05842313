#!/usr/bin/env node
// npm test: installs, runs every check and every package's tests, and ends with one line of counts.
import { stop } from '../src/command.mjs';
import { runCoverage } from '../src/coverage.mjs';
import { install, prepare } from '../src/prepare.mjs';
import { workspacePackages } from '../src/repository.mjs';
import { close, sum } from '../src/totals.mjs';
import { runTask } from '../src/turbo.mjs';

const USAGE = `npm test                 all checks and all tests
npm test -- <package>    the tests of one package, such as core
npm test -- --coverage   all tests in one run, and what they cover`;

const args = process.argv.slice(2);
const [argument] = args;
if (args.length > 1) stop(`One argument at most.\n\n${USAGE}`);
else if (argument === undefined) await testAll();
else if (argument === '--coverage') await testCoverage();
else if (argument === '--help' || argument === '-h') console.log(USAGE);
else await testOne(argument);

async function testAll() {
  await install();
  // Only now, for the checks import what has just been installed.
  const { runChecks } = await import('../src/checks.mjs');
  const checks = await runChecks();
  close(sum(checks, await runTask('test')));
}

async function testOne(name) {
  const only = workspacePackages().filter((each) => [each.name, each.manifest.name].includes(name));
  if (only.length === 0) stop(`There is no package "${name}".\n\n${USAGE}`);
  await prepare();
  close(await runTask('test', { only }));
}

async function testCoverage() {
  await prepare();
  close(await runCoverage());
}
