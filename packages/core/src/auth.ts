/**
 * What an adapter needs of a composed Doorward: the two doors, and what routes ask for.
 */

import type { PathRules } from './access/path-rules.ts';
import type { Policy } from './access/policy.ts';
import type { LiveConnections } from './live/live-connections.ts';
import type { MaybePromise } from './maybe-promise.ts';
import type { HeldGrant } from './provider/provider-sign-in.ts';
import type { ClientAddressReader } from './request/client-address.ts';
import type { RequestView } from './request/request-view.ts';
import type { Continue, Decision, Respond } from './response/decision.ts';
import type { SessionInfo } from './session/session.ts';
import type { EndpointName, Site } from './site-paths.ts';

/** Which of our own endpoints a request is for, and where it came from. */
export interface EndpointContext {
  readonly endpoint: EndpointName;
  /** What follows an area's path: `''`, or from a slash on. */
  readonly below: string;
  /** Whom the request acts as; `null` at open endpoints. */
  readonly state: Continue | null;
  readonly clientAddress: string;
  /** True when the request comes from this machine itself. */
  readonly isLocal: boolean;
  readonly rootPath: string;
}

export interface Auth {
  /** Decides on a request. */
  begin(view: RequestView): MaybePromise<Decision>;
  /** Answers a request for one of our own endpoints. */
  handle(request: Request, context: EndpointContext): Promise<Response>;
  /** What a route demands beyond the guard: `null` when the principal meets it. */
  authorize(state: Continue, policy: Policy, view: RequestView): MaybePromise<Respond | null>;
  /** The rules that hold for every path. */
  readonly rules: PathRules;
  /** Connections that end with their session. */
  readonly live: LiveConnections;
  /** What the provider gave that signed in; `null`: nothing, or no provider did. */
  grantOf(session: SessionInfo): HeldGrant | null;
  /** The client's address, as far as `trustProxy` says whom to believe. */
  readonly clientAddress: ClientAddressReader;
  /** The request headers by which it tells whom a request acts as, as a value of `Vary`. */
  readonly vary: string;
  /** The paths of a guard mounted at `rootPath`. */
  site(rootPath: string): Site;
}
