/**
 * Charts as inline SVG. Shapes stretch with the page, and words stand beside them in HTML, so that both
 * are sharp on every screen. Nothing is styled inline: the policy of the pages forbids it.
 */

import { escapeHtml } from './escape-html.ts';

/** A line without axes. */
export function sparkline(values: readonly number[]): string {
  const points = line(values, Math.max(...values), Math.min(...values) * 0.8);
  return `<svg class="spark" viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true"><path class="area" d="${points} V100 H0 Z"/><path class="line" d="${points}"/></svg>`;
}

export interface LineChart {
  /** What a person would say who sees it. */
  readonly label: string;
  readonly values: readonly number[];
  /** Drawn dashed behind. */
  readonly earlier: readonly number[];
  /** Each with the same distance to the next. */
  readonly under: readonly string[];
  /** Words for a value at the axis, and for each point when the pointer rests on it. */
  readonly word: (value: number) => string;
  readonly pointWord: (index: number) => string;
}

export function lineChart({ label, values, earlier, under, word, pointWord }: LineChart): string {
  const top = roundTop(Math.max(...values, ...earlier));
  const points = line(values, top);
  const step = 100 / (values.length - 1);
  const targets = values.map(
    (_, index) =>
      `<rect x="${fixed(index * step - step / 2)}" width="${fixed(step)}" height="100"><title>${escapeHtml(pointWord(index))}</title></rect>`,
  );
  return `<figure class="chart" role="img" aria-label="${escapeHtml(label)}">
<div class="scale" aria-hidden="true">${[4, 3, 2, 1, 0].map((part) => `<span>${escapeHtml(word((top * part) / 4))}</span>`).join('')}</div>
<svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">${GRID}<path class="area" d="${points} V100 H0 Z"/><path class="earlier" d="${line(earlier, top)}"/><path class="line" d="${points}"/><g class="targets">${targets.join('')}</g></svg>
<div class="under" aria-hidden="true">${under.map((text) => `<span>${escapeHtml(text)}</span>`).join('')}</div>
</figure>`;
}

/** Columns with as much space between them; the tallest is marked. */
export function columnChart(label: string, values: readonly number[], under: readonly string[]): string {
  const top = Math.max(...values);
  const step = 100 / values.length;
  const columns = values.map((value, index) => {
    const height = (value / top) * 100;
    return `<rect${value === top ? ' class="tallest"' : ''} x="${fixed(index * step + step * 0.15)}" y="${fixed(100 - height)}" width="${fixed(step * 0.7)}" height="${fixed(height)}"/>`;
  });
  return `<figure class="chart columns" role="img" aria-label="${escapeHtml(label)}">
<svg viewBox="0 0 100 100" preserveAspectRatio="none" aria-hidden="true">${columns.join('')}</svg>
<div class="under" aria-hidden="true">${under.map((text) => `<span>${escapeHtml(text)}</span>`).join('')}</div>
</figure>`;
}

/** As long as its value is to the largest; the words beside it say the same. */
export function bar(value: number, largest: number): string {
  return `<svg class="bar" aria-hidden="true"><rect width="${fixed((value / largest) * 100)}%" height="100%" rx="3"/></svg>`;
}

export const GRID = `<path class="grid" d="${[0, 25, 50, 75, 100].map((y) => `M0 ${y}H100`).join('')}"/>`;

function line(values: readonly number[], top: number, bottom = 0): string {
  const step = 100 / (values.length - 1);
  return values
    .map(
      (value, index) =>
        `${index === 0 ? 'M' : 'L'}${fixed(index * step)} ${fixed(100 - ((value - bottom) / (top - bottom)) * 100)}`,
    )
    .join('');
}

/** The next number above that divides well by four. */
function roundTop(value: number): number {
  const size = 10 ** Math.floor(Math.log10(value));
  return ([1, 1.2, 1.6, 2, 2.4, 2.8, 3.2, 4, 4.8, 6, 8, 10].find((factor) => factor * size >= value) ?? 10) * size;
}

function fixed(value: number): string {
  return String(Math.round(value * 100) / 100);
}
