/**
 * What one metric holds for each combination of labels: a bounded number of them.
 */

import type { Labels } from './measures.ts';

export interface Series<T> {
  /** What is held for these labels; made when they are new. */
  of(labels: Labels): T;
  all(): readonly { readonly labels: Labels; readonly held: T }[];
}

/** Where labels come from what strangers send after all, memory stays bounded. */
const MAX_SERIES = 200;

export function createSeries<T>(make: () => T): Series<T> {
  const known = new Map<string, { readonly labels: Labels; readonly held: T }>();

  function find(labels: Labels): { readonly labels: Labels; readonly held: T } {
    const key = JSON.stringify(labels);
    const entry = known.get(key) ?? { labels, held: make() };
    known.set(key, entry);
    return entry;
  }

  return {
    of: (labels) =>
      (known.size < MAX_SERIES || known.has(JSON.stringify(labels)) ? find(labels) : find(other(labels))).held,
    all: () => [...known.values()],
  };
}

const other = (labels: Labels): Labels => Object.fromEntries(Object.keys(labels).map((name) => [name, 'other']));
