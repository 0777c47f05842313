/**
 * Suites that look through the browser of this machine.
 */

import { afterAll, beforeAll, describe } from '@jest/globals';
import { findBrowser, startBrowser, type TestBrowser } from './browser.ts';

const isHere = findBrowser() !== null;

/** Without a browser a visible skip, or a failure with DOORWARD_REQUIRE=all. */
export const describeInBrowser: typeof describe | typeof describe.skip =
  isHere || process.env['DOORWARD_REQUIRE'] === 'all' ? describe : describe.skip;

/** One browser for all tests of the file that asks, started before them and closed after them. */
export function browserOfFile(): Pick<TestBrowser, 'visit'> {
  let browser: TestBrowser;
  beforeAll(async () => {
    if (isHere || process.env['DOORWARD_REQUIRE'] === 'all') browser = await startBrowser();
  });
  afterAll(() => browser?.close());
  return { visit: (during, look) => browser.visit(during, look) };
}
