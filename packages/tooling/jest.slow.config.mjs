// How a package's slow/ is run: as its test/, with more time for each test.
import config from './jest.config.mjs';

export default { ...config, testMatch: ['<rootDir>/slow/**/*.test.ts'], testTimeout: 600_000 };
