/**
 * A callback that the provider's page posts. Browsers send no Lax cookie with a form of another site, so what was
 * posted goes, sealed, into an address of ours that the browser opens next, and comes back with the cookie. Nothing is
 * stored for a stranger, and no log has a code to read.
 *
 * @see OAuth 2.0 Form Post Response Mode
 */

import type { KeyRing } from '../secret/key-ring.ts';

/** What the browser brought, and by which way. */
export interface BroughtBack {
  readonly parameters: URLSearchParams;
  readonly isPosted: boolean;
}

export interface PostedCallbacks {
  /** The query by which it goes on. */
  seal(parameters: URLSearchParams): string;
  /** What was posted, where this is such an address; the parameters as they are, where not; nothing when it is over. */
  open(parameters: URLSearchParams): BroughtBack;
}

/** The browser follows at once. */
const SECONDS = 60;
const PARAMETER = 'posted';
const PURPOSE = 'posted callback';

interface Posted {
  readonly query: string;
  /** Milliseconds since the epoch. */
  readonly until: number;
}

export function createPostedCallbacks(keys: KeyRing, now: () => number): PostedCallbacks {
  return {
    seal(parameters) {
      const posted: Posted = { query: String(parameters), until: now() + SECONDS * 1000 };
      return `${PARAMETER}=${keys.seal(PURPOSE, JSON.stringify(posted))}`;
    },
    open(parameters) {
      const sealed = parameters.get(PARAMETER);
      if (sealed === null) return { parameters, isPosted: false };
      const text = keys.open(PURPOSE, sealed);
      const posted = text === null ? null : (JSON.parse(text) as Posted);
      const query = posted === null || now() >= posted.until ? '' : posted.query;
      return { parameters: new URLSearchParams(query), isPosted: true };
    },
  };
}
