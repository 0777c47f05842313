/**
 * What the core answers to a request.
 */

import type { Principal } from '../access/principal.ts';
import type { EndpointContext } from '../auth.ts';
import type { Standing } from '../scheme/scheme.ts';
import type { SessionInfo } from '../session/session.ts';
import type { Obligation } from '../session/session-record.ts';

export type HeaderList = readonly (readonly [name: string, value: string])[];

/** The app may serve this request. */
export interface Continue {
  readonly kind: 'continue';
  /** `null` only on a public path. */
  readonly principal: Principal | null;
  readonly session: SessionInfo | null;
  /** What a credential without a session stands on, for connections that stay open; `null`: nothing ends it. */
  readonly standing: Standing | null;
  /** What the client owes before it may do anything else: no app is reached before that. */
  readonly obligation: Obligation | null;
  /** Set-Cookie values to append. */
  readonly cookies: readonly string[];
  /** Headers to set where the app leaves them unset. */
  readonly headers: HeaderList;
  /** True when the answer depends on who asks: kept from shared caches. */
  readonly personal: boolean;
  /** The query as the app should see it, once a credential was taken out; `null`: as sent. */
  readonly query: string | null;
}

/** Doorward answers. */
export interface Respond {
  readonly kind: 'respond';
  readonly status: number;
  readonly headers: HeaderList;
  readonly body: string;
}

/** The request is for one of Doorward's own endpoints: give it to `handle`. */
export interface Endpoint {
  readonly kind: 'endpoint';
  readonly context: EndpointContext;
  /** Headers to add to what `handle` answers. */
  readonly headers: HeaderList;
}

export type Decision = Continue | Respond | Endpoint;

/** Go on without a principal: a public path. */
export const ANONYMOUS: Continue = Object.freeze({
  kind: 'continue',
  principal: null,
  session: null,
  standing: null,
  obligation: null,
  cookies: Object.freeze([]),
  headers: Object.freeze([]),
  personal: false,
  query: null,
});

/** The same with cookies: a refresh token is used up by now, so its successor goes out with every kind of answer. */
export function withCookies(decision: Decision, cookies: readonly string[]): Decision {
  if (cookies.length === 0) return decision;
  if (decision.kind === 'continue') return { ...decision, cookies };
  return { ...decision, headers: [...decision.headers, ...cookieLines(cookies)] };
}

export function cookieLines(cookies: readonly string[]): HeaderList {
  return cookies.map((cookie) => ['set-cookie', cookie] as const);
}
