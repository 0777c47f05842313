#!/usr/bin/env node
// doorward-jest: jest as ESM on the sources of the package in the current folder, its test/ or with --slow its slow/.
// DOORWARD_BROWSER=skip leaves out the tests that look through a browser: test/browser/ and test/browser*.test.ts.
import { runJest } from '../src/jest.mjs';

const args = process.argv.slice(2);
const configuration = args.includes('--slow') ? 'jest.slow.config.mjs' : 'jest.config.mjs';
const withoutBrowser =
  process.env.DOORWARD_BROWSER === 'skip'
    ? ['--testPathIgnorePatterns=/node_modules/', '--testPathIgnorePatterns=/test/browser']
    : [];
process.exitCode = await runJest(
  configuration,
  [...args.filter((argument) => argument !== '--slow'), ...withoutBrowser],
  process.cwd(),
);
