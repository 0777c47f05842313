/**
 * Cross-origin requests of pages that the configuration allows.
 *
 * @see Fetch Standard §3.2 (CORS protocol)
 */

import type { RequestView } from '../request/request-view.ts';
import { ANONYMOUS, type Decision, type HeaderList, type Respond } from '../response/decision.ts';
import type { Origins } from './origins.ts';

export interface Cors {
  /** The answer to a preflight; `null` when this is none, or the app answers it. */
  preflight(view: RequestView): Decision | null;
  /** The decision with the headers that let an allowed origin read the answer. */
  allow<D extends Decision>(view: RequestView, decision: D): D;
}

export interface CorsOptions {
  readonly cors: 'doorward' | 'app';
  readonly origins: readonly string[];
}

export function createCors(origins: Origins, options: CorsOptions): Cors {
  const isOurs = options.cors === 'doorward' && options.origins.length > 0;
  return {
    preflight(view) {
      const isPreflight =
        view.header('origin') !== undefined && view.header('access-control-request-method') !== undefined;
      if (!isPreflight) return null;
      // The app's own CORS middleware answers; a preflight carries no credential and gets no principal.
      return options.cors === 'app' ? ANONYMOUS : answer(view, origins.allowed(view));
    },
    allow(view, decision) {
      const origin = isOurs ? origins.allowed(view) : null;
      return origin === null ? decision : { ...decision, headers: [...decision.headers, ...corsHeaders(origin)] };
    },
  };
}

function answer(view: RequestView, origin: string | null): Respond {
  const method = view.header('access-control-request-method') ?? '';
  const requested = view.header('access-control-request-headers') ?? '';
  const granted: HeaderList =
    origin === null || !TOKEN.test(method)
      ? []
      : [
          ...corsHeaders(origin),
          ['access-control-allow-methods', method],
          ...(HEADER_NAMES.test(requested) ? [['access-control-allow-headers', requested] as const] : []),
          ['access-control-max-age', '600'],
        ];
  return { kind: 'respond', status: 204, headers: [['cache-control', 'no-store'], ...granted], body: '' };
}

function corsHeaders(origin: string): HeaderList {
  return [
    ['access-control-allow-origin', origin],
    ['access-control-allow-credentials', 'true'],
    ['vary', 'Origin'],
  ];
}

/** RFC 9110 §5.6.2. */
const TOKEN = /^[A-Za-z]{1,32}$/;
const HEADER_NAMES = /^[A-Za-z0-9\-_, ]{1,1024}$/;
