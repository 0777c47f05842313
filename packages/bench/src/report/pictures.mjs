/**
 * The pictures of a row, one for each table that has bars to compare.
 */

import { shown } from './numbers.mjs';
import { barChart } from './svg.mjs';

/**
 * @typedef {{ readonly name: string, readonly alt: string, readonly svg: string }} Picture
 *
 * @param {import('../results.mjs').MeasuredRow} row
 * @param {import('../rows.mjs').Table} table
 * @returns {Picture | null} `null` when there is nothing to compare
 */
export function pictureOf(row, table) {
  const figures = table.figures.filter(({ isAbsolute }) => isAbsolute !== true);
  const units = new Set(figures.map(({ unit }) => unit));
  if (figures.length < 2 || units.size !== 1 || table.isPicture === false) return null;
  const bars = figures.map(barOf);
  const description = `${row.title}. ${bars.map(({ label, text }) => `${label}: ${text}`).join('; ')}.`;
  const title = `${table.name}: ${row.name}, ${figures[0]?.unit}`;
  return {
    name: `performance-${row.name}-${slug(table.name)}.svg`,
    alt: `${title}. The numbers stand in the table below.`,
    svg: barChart({ title, description, bars }),
  };
}

function barOf(figure) {
  const { label, kind = 'doorward', value, unit } = figure;
  return {
    label,
    kind,
    value: value.median,
    from: value.p25,
    to: value.p75,
    text: `${shown(value.median, figure)} ${unit}`.trim(),
  };
}

function slug(name) {
  return name
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-|-$/g, '');
}
