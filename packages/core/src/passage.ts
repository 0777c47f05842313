/**
 * A request on its way through the guard: what was found out about its target.
 */

import type { PathRules } from './access/path-rules.ts';
import type { Principal } from './access/principal.ts';
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
  /** True when an API key is demanded beside the sign-in. */
  readonly demandsKey: boolean;
  /** Whose key came, where one is demanded: nobody does more there than both may. */
  readonly key: Principal | null;
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
  const demandsKey = demandsKeyAt(site, rules, path);
  const agree = readings.every(
    (reading) =>
      rulesOf(reading) === rules &&
      isPublicReading(view, site, rules, reading) === open &&
      demandsKeyAt(site, rules, reading) === demandsKey,
  );
  return agree ? { view, site, rules, path, query, area: null, ambiguous, demandsKey, key: null } : null;
}

/** True when the path needs an API key beside the sign-in. */
export function demandsKeyAt(site: Site, rules: PathRules, path: string): boolean {
  if (rules.demandsKey === null) return false;
  // A router that does not tell case apart serves this as a path of the site.
  const arriving = path.slice(0, site.arriving.length).toLowerCase() === site.arriving.toLowerCase();
  return arriving && rules.demandsKey(path.slice(site.arriving.length));
}

/** True when nobody needs to sign in for it. */
export function isPublic({ view, site, rules, path, area, ambiguous }: Passage): boolean {
  if (area !== null) return area.isOpen;
  return !ambiguous && isPublicReading(view, site, rules, path);
}

function isPublicReading(view: RequestView, site: Site, rules: PathRules, path: string): boolean {
  const relative = relativePath(site, path);
  return relative !== null && rules.isPublic(view.method, relative);
}
