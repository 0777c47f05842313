/**
 * What is left of a password without what people add to reach a length: repetitions, runs, figures and
 * marks. Only for comparing with known passwords; what is hashed is always the whole one.
 */

import { withoutRuns } from './key-runs.ts';

const MAX_MARKS = 8;
const MAX_CORES = 64;
const SHORTEST_UNIT = 8;

/** Compatible characters and cases made equal. */
export function fold(text: string): string {
  return text.normalize('NFKC').toLowerCase();
}

/** Letters and figures alone. */
export function compact(text: string): string {
  return text.replace(/[^\p{L}\p{N}]+/gu, '');
}

/** True for `abcabcabcabcabc`: less than 8 characters, at least twice. */
export function isShortRepeated(text: string): boolean {
  const period = periodOf(text);
  return period * 2 <= text.length && [...text.slice(0, period)].length < SHORTEST_UNIT;
}

/** The folded text itself, and every shorter one that it may have been made of. */
export function coresOf(text: string): string[] {
  const cores = new Set([text]);
  for (const core of cores) {
    const shorter = [core.slice(0, periodOf(core)), compact(core), ...withoutRuns(core), ...withoutMarks(core)];
    for (const each of shorter) if (each !== '' && cores.size < MAX_CORES) cores.add(each);
  }
  return [...cores];
}

/**
 * The length of the shortest start that gives the text when it is repeated, the last time perhaps in part:
 * the prefix function of Knuth, Morris and Pratt.
 */
function periodOf(text: string): number {
  const borders = [0];
  for (let end = 1; end < text.length; end += 1) {
    let border = borders[end - 1] ?? 0;
    while (border > 0 && text[border] !== text[end]) border = borders[border - 1] ?? 0;
    borders.push(text[border] === text[end] ? border + 1 : 0);
  }
  return text.length - (borders.at(-1) ?? 0);
}

/** Without figures and marks in front, behind, and both; more than 8 of them are a password of their own. */
function withoutMarks(text: string): string[] {
  const start = text.search(/\p{L}/u);
  if (start === -1) return [];
  const end = text.length - [...text].toReversed().join('').search(/\p{L}/u);
  const front = start <= MAX_MARKS ? start : 0;
  const back = text.length - end <= MAX_MARKS ? end : text.length;
  return [text.slice(front), text.slice(0, back), text.slice(front, back)];
}
