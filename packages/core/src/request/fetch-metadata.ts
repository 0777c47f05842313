/**
 * Tells a page navigation from a script's request.
 *
 * @see Fetch Metadata Request Headers, https://www.w3.org/TR/fetch-metadata/
 */

import type { RequestView } from './request-view.ts';

/**
 * True when a browser will show the answer as a page, so that a redirect to the login page makes
 * sense. Browsers say so in `Sec-Fetch-Mode`; where that is absent (plain http on a network, older
 * browsers) a GET that accepts HTML counts.
 */
export function isNavigation(view: RequestView): boolean {
  if (view.upgrade) return false;
  const mode = view.header('sec-fetch-mode');
  if (mode !== undefined) return mode === 'navigate' && view.method !== 'HEAD';
  if (view.method !== 'GET') return false;
  return acceptsHtml(view) && view.header('x-requested-with') === undefined;
}

/**
 * True for the GET navigation of a whole tab: the only request that may turn a token into a session.
 * A frame, an image or a script of another site cannot.
 */
export function isTopLevelNavigation(view: RequestView): boolean {
  if (view.method !== 'GET' || !isNavigation(view)) return false;
  const destination = view.header('sec-fetch-dest');
  return destination === undefined || destination === 'document';
}

/** True when the client names HTML among what it accepts; a bare wildcard does not count. */
export function acceptsHtml(view: RequestView): boolean {
  return view.header('accept')?.toLowerCase().includes('text/html') ?? false;
}
