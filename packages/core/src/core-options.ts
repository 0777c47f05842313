/**
 * What a core is made of: every option, resolved.
 */

import type { Principal } from './access/principal.ts';
import type { EventSink } from './event/auth-event.ts';
import type { HealthCheck } from './health/health.ts';
import type { PairCookieNames } from './pair/pair-cookies.ts';
import type { PairOptions } from './pair/pairs.ts';
import type { UsedProvider } from './provider/used-provider.ts';
import type { TrustProxy } from './request/client-address.ts';
import type { ProblemRenderer } from './response/challenge.ts';
import type { ErrorRenderer } from './response/problem.ts';
import type { Scheme, Verifier } from './scheme/scheme.ts';
import type { KeyRing } from './secret/key-ring.ts';
import type { Subjects } from './session/subjects.ts';
import type { EndpointPaths, ProviderPaths } from './site-paths.ts';
import type { ExpiringStore } from './store/expiring-store.ts';
import type { Telemetry } from './telemetry/telemetry.ts';

/** Everything resolved: defaults stand, and nothing is read again later. */
export interface CoreOptions {
  /** `required`, or `off`: everybody is let in (from this machine, unless `openToNetwork`). */
  readonly auth: 'required' | 'off';
  readonly openToNetwork: boolean;
  /** Whom everybody acts as while `auth` is `off`. */
  readonly everybody: () => Principal;
  readonly schemes: readonly Scheme[];
  /** A scheme whose credential is demanded beside the sign-in, and where; `null`: none is. */
  readonly keyDemand: KeyDemand | null;
  /** Pairs of tokens; `null`: none are made. */
  readonly tokens: TokenOptions | null;
  /** True lets name and password in with every request, as Basic. */
  readonly basicPasswords: boolean;
  readonly verifiers: readonly Verifier[];
  readonly public: readonly string[];
  readonly publicUrl: URL | null;
  readonly basePath: string;
  readonly paths: EndpointPaths;
  /** Where else people sign in, in the order of the login page. */
  readonly providers: readonly PlacedProvider[];
  /** Where signing in without a return path ends, below the base path. */
  readonly home: string;
  /** Where people are sent who lack a right, below the base path; `null`: they get an error page. */
  readonly forbidden: string | null;
  readonly origins: readonly string[];
  /** Who answers CORS preflights. */
  readonly cors: 'doorward' | 'app';
  /** Whose header `Authorization` is. */
  readonly authorization: 'doorward' | 'app';
  /** False refuses `?access_token=`. */
  readonly queryToken: boolean;
  readonly trustProxy: TrustProxy;
  readonly session: {
    readonly idleSeconds: number;
    readonly absoluteSeconds: number;
    readonly sameSite: 'Lax' | 'Strict';
    /** False: browsers keep the cookie until they are closed. */
    readonly persistent: boolean;
  };
  /** Names of the session cookie, newest first. */
  readonly cookieNames: readonly string[];
  readonly keys: KeyRing;
  /** The accounts that sessions stand for; `null` when there are none. */
  readonly subjects: Subjects | null;
  readonly realm: string;
  readonly store: ExpiringStore;
  /** What has to be there beside it. */
  readonly healthChecks: readonly HealthCheck[];
  readonly events: readonly EventSink[];
  /** What measures it. Default one of its own. */
  readonly telemetry?: Telemetry;
  readonly now: () => number;
  /** Draws a problem as a page; without it people get JSON too. */
  readonly renderProblem: ProblemRenderer | null;
  /** Another shape for errors that programs get; `null`: RFC 9457. */
  readonly renderError: ErrorRenderer | null;
  /** Hears what failed in a store, scheme, verifier, page or sink. The client got 503, or noticed nothing. */
  readonly onError: (error: unknown) => void;
}

export interface KeyDemand {
  readonly scheme: Scheme;
  /** Prefixes that end at a segment, below the base path. */
  readonly paths: readonly string[];
}

export interface PlacedProvider extends UsedProvider {
  /** Below the base path. */
  readonly paths: ProviderPaths;
}

export interface TokenOptions extends PairOptions {
  /** Headers for the access token beside `Authorization`, in lower case. */
  readonly headers: readonly string[];
  /** Browsers get the pair as these cookies, in place of the session's; `null`: they do not. */
  readonly cookies: PairCookieNames | null;
}
