/**
 * The browser of this machine, started with an empty profile: for the tests of all examples.
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type axe from 'axe-core';
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

/** CHROMIUM_PATH, or the first on PATH; `null` when there is none. */
export function findBrowser(): string | null {
  if (process.env['CHROMIUM_PATH']) return process.env['CHROMIUM_PATH'];
  for (const name of ['chromium', 'chromium-browser', 'google-chrome']) {
    try {
      return execFileSync('which', [name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    } catch {
      // The next name.
    }
  }
  return null;
}

export type { BrowserContextOptions, Page };

export interface Visitor {
  readonly context: BrowserContext;
  /** What the browser complained of in any tab: script errors, refused resources. */
  readonly complaints: readonly string[];
  /** Origins of all requests. */
  readonly origins: ReadonlySet<string>;
}

export interface TestBrowser {
  /** Runs `during` with a profile of its own. */
  visit(during: (visitor: Visitor) => Promise<void>, look?: BrowserContextOptions): Promise<void>;
  close(): Promise<void>;
}

export async function startBrowser(executablePath: string): Promise<TestBrowser> {
  const home = mkdtempSync(join(tmpdir(), 'doorward-browser-'));
  const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home };
  const browser: Browser = await chromium.launch({ executablePath, headless: true, args: ARGUMENTS, env });
  return {
    async visit(during, look = {}) {
      const context = await browser.newContext(look);
      context.setDefaultTimeout(10_000);
      const complaints: string[] = [];
      const origins = new Set<string>();
      context.on('console', (message) => complaints.push(message.text()));
      context.on('weberror', (error) => complaints.push(error.error().message));
      context.on('request', (request) => {
        if (!request.url().startsWith('data:')) origins.add(new URL(request.url()).origin);
      });
      try {
        await during({ context, complaints, origins });
      } finally {
        await context.close();
      }
    },
    async close() {
      await browser.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

const ARGUMENTS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Needs a context that bypasses the policy of the pages, which lets no other script run. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate<axe.AxeResults>('axe.run()');
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** By how much the page is wider than the window. */
export function sidewaysScroll(page: Page): Promise<number> {
  return page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth');
}
