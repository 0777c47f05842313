/**
 * The browser of this machine, started with an empty profile.
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

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

export interface TestBrowser {
  /**
   * Runs `during` with a page of a profile of its own. What the browser complained of, script errors and
   * refused resources, is an error.
   */
  visit(during: (page: Page) => Promise<void>, look?: BrowserContextOptions): Promise<void>;
  close(): Promise<void>;
}

export async function startBrowser(executablePath: string): Promise<TestBrowser> {
  const home = mkdtempSync(join(tmpdir(), 'pipeline-tool-browser-'));
  const env = { ...process.env, HOME: home, XDG_CONFIG_HOME: home, XDG_CACHE_HOME: home };
  const browser: Browser = await chromium.launch({ executablePath, headless: true, args: ARGUMENTS, env });
  return {
    async visit(during, look = {}) {
      const context = await browser.newContext(look);
      context.setDefaultTimeout(10_000);
      const complaints: string[] = [];
      context.on('console', (message) => complaints.push(message.text()));
      context.on('weberror', (error) => complaints.push(error.error().message));
      try {
        await during(await context.newPage());
      } finally {
        await context.close();
      }
      // Refused pages and a server that is away are what tests ask for, and `[DOM]` is advice.
      const real = complaints.filter((text) => !/status of 40[134]|ERR_CONNECTION_REFUSED|^\[DOM\]/.test(text));
      if (real.length > 0) throw new Error(`The browser complained:\n${real.join('\n')}`);
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
