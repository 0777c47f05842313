/**
 * What a page looks like to the browser and to axe.
 */

import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type axe from 'axe-core';
import type { Page } from 'playwright-core';

/** How far the page scrolls sideways, and the elements whose own content does not fit; a field scrolls. */
export function overflow(page: Page): Promise<{ sideways: number; clipped: string[] }> {
  return page.evaluate(`({
    sideways: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    clipped: [...document.querySelectorAll('main, main *:not(input)')]
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

/** Of these rules, or of all. Needs a context that bypasses the policy: axe is a script, and our pages let none run. */
export async function axeFindings(page: Page, rules: readonly string[] = []): Promise<readonly string[]> {
  await page.evaluate(AXE);
  const options = rules.length === 0 ? {} : { runOnly: rules };
  const { violations, incomplete } = await page.evaluate<axe.AxeResults>(`axe.run(${JSON.stringify(options)})`);
  return [...violations, ...incomplete].map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
}

/** Presses Tab once round the page; answers the stops that were not reached, and those that were not seen. */
export async function walk(
  page: Page,
): Promise<{ readonly missed: readonly string[]; readonly unseen: readonly string[] }> {
  const count = await page.evaluate<number>(MARK_STOPS);
  const unseen: string[] = [];
  // Once round. The parts of a date are stops of their own, and after the last stop comes the browser itself.
  for (let i = 0; i < count * 2 + 10; i += 1) {
    await page.keyboard.press('Tab');
    const { isRound, hidden } = await page.evaluate<Stop>(PASS_STOP);
    if (isRound) break;
    if (hidden !== null) unseen.push(hidden);
  }
  const missed = await page.evaluate<string[]>(
    `[...document.querySelectorAll('[data-stop]')].map((each) => each.outerHTML.slice(0, 100))`,
  );
  return { missed, unseen };
}

const MARK_STOPS = `(() => {
  const stops = [...document.querySelectorAll('a[href], button, summary, select, textarea, input:not([type=hidden], [type=radio]), [type=radio]:checked')]
    .filter((each) => !each.disabled && each.checkVisibility());
  for (const each of stops) each.dataset.stop = '';
  return stops.length;
})()`;

interface Stop {
  /** It is the first one again. */
  readonly isRound: boolean;
  /** The focused element, when nothing shows that it is focused. */
  readonly hidden: string | null;
}

/** Takes the mark off the focused element. */
const PASS_STOP = `(() => {
  const at = document.activeElement;
  const isRound = at === window.firstStop && at !== window.lastStop;
  window.lastStop = at;
  if (at === document.body || at === document.documentElement) return { isRound, hidden: null };
  window.firstStop ??= at;
  delete at.dataset.stop;
  const { outlineStyle, outlineWidth } = getComputedStyle(at);
  const isSeen = (outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2) || at.type === 'date';
  return { isRound, hidden: isSeen ? null : at.outerHTML.slice(0, 100) };
})()`;
