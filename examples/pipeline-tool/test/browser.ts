/**
 * The browser of this machine, for tests in which it has nothing to complain of.
 */

import { type BrowserContextOptions, browserOfFile, type Page } from '@doorward/test-browser';

export interface QuietBrowser {
  /**
   * Runs `during` with a page of a profile of its own. What the browser complained of, script errors and
   * refused resources, is an error.
   */
  visit(during: (page: Page) => Promise<void>, look?: BrowserContextOptions): Promise<void>;
}

/** One for all tests of the file. */
export function quietBrowser(): QuietBrowser {
  const browser = browserOfFile();
  return {
    visit: (during, look) =>
      browser.visit(async ({ context, complaints }) => {
        await during(await context.newPage());
        // Refused pages and a server that is away are what tests ask for, and `[DOM]` is advice.
        const real = complaints.filter((text) => !/status of 40[134]|ERR_CONNECTION_REFUSED|^\[DOM\]/.test(text));
        if (real.length > 0) throw new Error(`The browser complained:\n${real.join('\n')}`);
      }, look),
  };
}
