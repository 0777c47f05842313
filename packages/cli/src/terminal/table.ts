/**
 * Aligned columns.
 */

import { printable } from './output.ts';

/** Headings above columns that are as wide as what is in them; `-` where nothing is. */
export function table(headings: readonly string[], rows: readonly (readonly (string | null)[])[]): string {
  const cells = [headings, ...rows.map((row) => row.map((cell) => printable(cell ?? '') || '-'))];
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => width(row[column] ?? ''))));
  return cells
    .map((row) =>
      row
        .map((cell, column) => padded(cell, widths[column] ?? 0))
        .join('  ')
        .trimEnd(),
    )
    .join('\n');
}

/** A time as people read it, to the minute, UTC. */
export function timeOf(milliseconds: number | null): string | null {
  return milliseconds === null ? null : `${new Date(milliseconds).toISOString().slice(0, 16).replace('T', ' ')}Z`;
}

/** A time as programs read it. */
export function isoOf(milliseconds: number | null): string | null {
  return milliseconds === null ? null : new Date(milliseconds).toISOString();
}

const padded = (text: string, to: number): string => text + ' '.repeat(Math.max(0, to - width(text)));

/** Columns of a terminal: marks stand above a letter, and East Asian letters are two wide. */
function width(text: string): number {
  let columns = 0;
  for (const letter of text.normalize('NFC')) columns += MARK.test(letter) ? 0 : WIDE.test(letter) ? 2 : 1;
  return columns;
}

const MARK = /^[\p{Mn}\p{Me}\p{Cf}]$/u;
const WIDE =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Emoji_Presentation}\u3000-\u303f\uff01-\uff60]$/u;
