/**
 * Which origins count as our own. One place for CSRF, CORS and upgrades.
 *
 * @see RFC 6454 (origin), Fetch Metadata (`Sec-Fetch-Site`), Fetch §3.2 (CORS)
 */

import { AuthError } from '../auth-error.ts';
import type { RequestView } from '../request/request-view.ts';

export interface Origins {
  /** True when the browser says that the request comes from a page of ours. */
  isOwn(view: RequestView): boolean;
  /** True when the browser says that it comes from elsewhere; false when it says nothing. */
  isForeign(view: RequestView): boolean;
  /** The request's origin when it is another one that the configuration allows, for CORS. */
  allowed(view: RequestView): string | null;
}

export interface OriginsOptions {
  readonly publicUrl: URL | null;
  readonly origins: readonly string[];
}

/** @throws AuthError `core/options-invalid` for an entry that is no origin. */
export function createOrigins(options: OriginsOptions): Origins {
  const others = new Set(options.origins.map(parseOrigin));
  const own = options.publicUrl?.origin;

  function isOwnOrigin(origin: string, view: RequestView): boolean {
    if (others.has(origin)) return true;
    if (own !== undefined) return origin === own;
    // Without publicUrl the address that the browser used is ours: what it sends as Host.
    const host = view.header('host');
    return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`);
  }

  function isOwn(view: RequestView): boolean {
    const origin = view.header('origin');
    if (origin !== undefined && isOwnOrigin(origin, view)) return true;
    return view.header('sec-fetch-site') === 'same-origin';
  }

  return {
    isOwn,
    isForeign(view) {
      const site = view.header('sec-fetch-site');
      const says = view.header('origin') !== undefined || (site !== undefined && site !== 'none');
      return says && !isOwn(view);
    },
    allowed(view) {
      const origin = view.header('origin');
      return origin !== undefined && others.has(origin) ? origin : null;
    },
  };
}

function parseOrigin(entry: string, index: number): string {
  const option = `origins[${index}]`;
  const url = URL.canParse(entry) ? new URL(entry) : null;
  if (
    url === null ||
    !/^https?:$/.test(url.protocol) ||
    url.host.includes('*') ||
    url.origin !== entry.replace(/\/$/, '')
  ) {
    throw new AuthError(
      'core/options-invalid',
      `${option}: is not an origin. Write scheme, host and port alone, such as "https://studio.example.com"; wildcards are not possible.`,
      { option },
    );
  }
  return url.origin;
}
