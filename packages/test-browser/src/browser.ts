/**
 * The browser of this machine, started with an empty profile: for the tests of all packages.
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
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

/** A browser, of which each context is a profile of its own. */
export interface LaunchedBrowser {
  newContext(options?: BrowserContextOptions): Promise<BrowserContext>;
  close(): Promise<void>;
}

/** Starts it with an empty profile, and `more` arguments of its command line. @throws Error when there is none. */
export async function launchBrowser(more: readonly string[] = []): Promise<LaunchedBrowser> {
  const executablePath = findBrowser();
  if (executablePath === null) throw new Error('No browser was found. Install chromium, or set CHROMIUM_PATH.');
  const home = mkdtempSync(join(tmpdir(), 'doorward-browser-'));
  const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home };
  const args = [...ARGUMENTS, ...more];
  const browser: Browser = await chromium.launch({ executablePath, headless: true, args, env });
  return {
    newContext: (options) => browser.newContext(options),
    async close() {
      await browser.close();
      rmSync(home, { recursive: true, force: true });
    },
  };
}

/** The same, for visits that are watched. */
export async function startBrowser(): Promise<TestBrowser> {
  const browser = await launchBrowser();
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
    close: () => browser.close(),
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
