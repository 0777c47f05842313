/**
 * One person at one page, with all that the browser did and complained of on the way.
 */

import type { LaunchedBrowser } from '@doorward/test-browser';
import type { BrowserContextOptions, Page, Response } from 'playwright-core';
import { autofocused } from './page-checks.ts';

export interface Visit {
  readonly page: Page;
  /** Origins of all requests other than `data:`. */
  readonly origins: ReadonlySet<string>;
  /** Messages of the console, and violations of the content security policy. */
  readonly complaints: readonly string[];
  open(path: string): Promise<Response>;
}

export type Look = Pick<BrowserContextOptions, 'viewport' | 'colorScheme' | 'bypassCSP' | 'forcedColors'>;

/** On a telephone and a desk, light and dark; each with its name. */
export const LOOKS: readonly [string, Look][] = [360, 1280].flatMap((width) =>
  (['light', 'dark'] as const).map((colorScheme): [string, Look] => [
    `${width}px ${colorScheme}`,
    { viewport: { width, height: 800 }, colorScheme },
  ]),
);

/** Opens a fresh context, runs `during`, and closes it. */
export async function visit(
  browser: LaunchedBrowser,
  origin: string,
  during: (visit: Visit) => Promise<void>,
  look: Look = {},
): Promise<void> {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, ...look });
  try {
    context.setDefaultTimeout(10_000);
    const page = await context.newPage();
    const origins = new Set<string>();
    const complaints: string[] = [];
    page.on('request', (request) => {
      if (!request.url().startsWith('data:')) origins.add(new URL(request.url()).origin);
    });
    page.on('console', (message) => complaints.push(message.text()));
    page.on('pageerror', (error) => complaints.push(error.message));
    await during({
      page,
      origins,
      complaints,
      async open(path) {
        const response = await page.goto(origin + path, { waitUntil: 'load' });
        if (response === null) throw new Error(`no answer to ${path}`);
        await autofocused(page);
        return response;
      },
    });
  } finally {
    await context.close();
  }
}
