// How the tests of all packages are run at once from the root, to measure what they cover.
import config from './jest.config.mjs';

export default {
  ...config,
  testMatch: ['<rootDir>/packages/*/test/**/*.test.{ts,tsx}'],
  collectCoverageFrom: ['packages/*/src/**/*.{ts,tsx}'],
  coverageReporters: ['text', 'html'],
};
