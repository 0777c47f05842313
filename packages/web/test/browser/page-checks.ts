/**
 * What a page looks like to the browser and to axe.
 */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';

/** How far the page scrolls sideways, and the elements whose own content does not fit. */
export function overflow(page: Page): Promise<{ sideways: number; clipped: string[] }> {
  return page.evaluate(`({
    sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    clipped: [...document.querySelectorAll('main, main *')]
      .filter((element) => element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 0)
      .map((element) => element.tagName),
  })`);
}

export function focused(page: Page): Promise<{ tag: string; id: string; outlined: boolean }> {
  return page.evaluate(`({
    tag: document.activeElement.tagName,
    id: document.activeElement.id,
    outlined: parseFloat(getComputedStyle(document.activeElement).outlineWidth) >= 2 && getComputedStyle(document.activeElement).outlineStyle !== 'none',
  })`);
}

/** Waits for the browser to carry out `autofocus`, which it does some time after the page has loaded. */
export async function autofocused(page: Page): Promise<void> {
  const isDone = `!document.querySelector('[autofocus]') || document.activeElement.matches('[autofocus]')`;
  for (let tries = 0; tries < 200; tries += 1) {
    if (await page.evaluate(isDone)) return;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  throw new Error('the field was not focused within five seconds');
}

export function styleOf(page: Page, selector: string, property: string): Promise<string> {
  return page.evaluate(`getComputedStyle(document.querySelector('${selector}')).${property}`);
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** Needs a context that bypasses the policy: axe is a script, and our pages let none run. */
export async function axeFindings(page: Page): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const { violations, incomplete } = await page.evaluate<axe.AxeResults>('axe.run()');
  return [...violations, ...incomplete].map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}
