/**
 * A request on its way through the guard: what was found out about its target.
 */

import type { PathRules } from './access/path-rules.ts';
import type { RequestTarget } from './request/request-target.ts';
import type { RequestView } from './request/request-view.ts';
import { type ArrivingArea, relativePath, type Site } from './site-paths.ts';

export interface Passage {
  readonly view: RequestView;
  readonly site: Site;
  /** The rules of the app that serves it. */
  readonly rules: PathRules;
  /** The path as sent. */
  readonly path: string;
  /** The query as sent, without `?`. */
  readonly query: string;
  /** Our own area that it is for; `null` for the apps. */
  readonly area: ArrivingArea | null;
  /** True when servers read the path differently: it then matches no public rule. */
  readonly ambiguous: boolean;
}

/** What every reading of the target agrees on; `null` when they do not agree. */
export function agreedPassage(
  view: RequestView,
  site: Site,
  target: RequestTarget,
  rulesOf: (path: string) => PathRules,
): Passage | null {
  const { path, query, ambiguous, readings } = target;
  const rules = rulesOf(path);
  const open = isPublicReading(view, site, rules, path);
  const agree = readings.every(
    (reading) => rulesOf(reading) === rules && isPublicReading(view, site, rules, reading) === open,
  );
  return agree ? { view, site, rules, path, query, area: null, ambiguous } : null;
}

/** True when nobody needs to sign in for it. */
export function isPublic({ view, site, rules, path, area, ambiguous }: Passage): boolean {
  return area === null && !ambiguous && isPublicReading(view, site, rules, path);
}

function isPublicReading(view: RequestView, site: Site, rules: PathRules, path: string): boolean {
  const relative = relativePath(site, path);
  return relative !== null && rules.isPublic(view.method, relative);
}
