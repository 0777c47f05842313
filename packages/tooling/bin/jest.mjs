#!/usr/bin/env node
// doorward-jest: jest as ESM on the sources of the package in the current folder, its test/ or with --slow its slow/.
import { runJest } from '../src/jest.mjs';

const args = process.argv.slice(2);
const configuration = args.includes('--slow') ? 'jest.slow.config.mjs' : 'jest.config.mjs';
process.exitCode = await runJest(
  configuration,
  args.filter((argument) => argument !== '--slow'),
  process.cwd(),
);
