/**
 * The core: one request in, one decision out, and the sign-in that our own pages use.
 */

import { createOrigins, type Origins } from './access/origins.ts';
import { createPathRules, type PathRules } from './access/path-rules.ts';
import type { Policy } from './access/policy.ts';
import { type ClientSessions, createClientSessions } from './client-sessions.ts';
import type { CoreOptions } from './core-options.ts';
import type { CoreParts } from './core-parts.ts';
import { createEvents, type Events } from './event/auth-event.ts';
import { createGuard } from './guard.ts';
import { createHealth, type Health } from './health/health.ts';
import { createLiveConnections, type LiveConnections } from './live/live-connections.ts';
import type { MaybePromise } from './maybe-promise.ts';
import { createAccessTokenScheme } from './pair/access-token.ts';
import { createPairCookies } from './pair/pair-cookies.ts';
import { createPairs } from './pair/pairs.ts';
import { createGrantRenewal } from './provider/grant-renewal.ts';
import type { Provider } from './provider/provider.ts';
import { createProviderSignIn, type ProviderSignIn } from './provider/provider-sign-in.ts';
import { createTransactions } from './provider/transaction.ts';
import { type ClientAddressReader, createClientAddressReader, createProxyCheck } from './request/client-address.ts';
import { createCredentialReader } from './request/presented.ts';
import type { RequestView } from './request/request-view.ts';
import { createChallenger } from './response/challenge.ts';
import type { Continue, Decision, Respond } from './response/decision.ts';
import { createProblemWriter, type ProblemWriter } from './response/problem.ts';
import { createAttempts } from './scheme/attempts.ts';
import { createBasicScheme } from './scheme/basic.ts';
import { type ConnectionTickets, createConnectionTickets } from './scheme/connection-ticket.ts';
import type { Scheme } from './scheme/scheme.ts';
import { createSessionManager, type SessionManager } from './session/session-manager.ts';
import { createSessionCookie } from './session-cookie.ts';
import { createSignIn, type SignIn } from './sign-in.ts';
import { createSites, type Site } from './site-paths.ts';
import type { ExpiringStore } from './store/expiring-store.ts';
import { observeCore } from './telemetry/core-measures.ts';
import { createEventCounts } from './telemetry/event-counts.ts';
import { measuredProviderSignIn, measuredSignIn } from './telemetry/measured-sign-in.ts';
import { createTelemetry, type Telemetry } from './telemetry/telemetry.ts';

export interface Core {
  /** Decides on a request. Synchronous whenever nothing has to be fetched or hashed. */
  begin(view: RequestView): MaybePromise<Decision>;
  /** What a route demands beyond the guard: `null` when the principal of `state` meets it. */
  authorize(state: Continue, policy: Policy, view: RequestView): MaybePromise<Respond | null>;
  /** What holds for every path: the outer rules of apps that are mounted. */
  readonly rules: PathRules;
  readonly signIn: SignIn;
  /** Signing in with the providers, and out of them. */
  readonly providerSignIn: ProviderSignIn;
  readonly sessions: SessionManager;
  readonly clientSessions: ClientSessions;
  /** Tickets that let one connection in. */
  readonly connectionTickets: ConnectionTickets;
  /** Where tickets and counters are kept too. */
  readonly store: ExpiringStore;
  /** Connections that end with their session. */
  readonly live: LiveConnections;
  /** Whether requests can be answered. */
  readonly health: Health;
  readonly events: Events;
  /** What measures it. */
  readonly telemetry: Telemetry;
  readonly origins: Origins;
  readonly clientAddress: ClientAddressReader;
  /** The request headers by which it tells whom a request acts as, as a value of `Vary`. */
  readonly vary: string;
  /** The challenge of our 401s, `Bearer realm="…"`. */
  readonly bearerChallenge: string;
  /** True while everybody is let in. */
  readonly isOpen: boolean;
  /** True when there is something that a password typed by a person could be right for. */
  readonly takesPasswords: boolean;
  /** Where else people sign in, in order. */
  readonly providers: readonly Provider[];
  now(): number;
  /** An error for a program, in the configured shape. */
  readonly writeProblem: ProblemWriter;
  /** Hears what failed on our side. */
  onError(error: unknown): void;
  /** The paths of a guard mounted at `rootPath`. */
  site(rootPath: string): Site;
  /** Stops timers and ends live connections. The store is its owner's to close. */
  close(): void;
}

/** @throws AuthError `core/options-invalid` with the option's path. */
export function createCore(given: CoreOptions): Core {
  const options: CoreOptions = { ...given, onError: harmless(given.onError) };
  const { store, now, telemetry = createTelemetry() } = options;
  const origins = createOrigins(options);
  const events = createEvents([createEventCounts(telemetry.measures), ...options.events], now, options.onError);
  const sessions = createSessionManager({
    store,
    limits: options.session,
    subjects: options.subjects,
    renewGrant: createGrantRenewal(options.providers, options.keys, telemetry.callSource),
    onRefused: ({ decision }) =>
      events.emit('session-ended', { ...decision.principal, clientAddress: '', reason: 'core/provider-refused' }),
    now,
    onError: options.onError,
  });
  const clientAddress = createClientAddressReader(options.trustProxy);
  const visiblePath = options.publicUrl === null ? options.basePath : options.publicUrl.pathname.replace(/\/$/, '');
  const site = createSites({
    ...options,
    visiblePath,
    providers: new Map(options.providers.map(({ provider, paths }) => [provider.id, paths])),
  });
  const cookieAttributes = {
    path: visiblePath === '' ? '/' : visiblePath,
    secure: options.publicUrl?.protocol === 'https:',
    sameSite: options.session.sameSite,
  };
  const { tokens, keys } = options;
  const pairs = tokens && createPairs({ options: tokens, sessions, store, keys, events, now });
  const attempts = createAttempts(store, now);
  const kept = { ...cookieAttributes, persistent: options.session.persistent };
  const cookie = createSessionCookie({ ...kept, names: options.cookieNames }, keys);
  const pairCookies = tokens?.cookies ? createPairCookies(tokens.cookies, kept) : null;
  const clientSessions = createClientSessions({ sessions, cookie, pairs, pairCookies });
  const plainSignIn = createSignIn({
    sessions,
    clientSessions,
    events,
    attempts,
    verifiers: options.verifiers,
    cookie,
    pairs,
    pairCookies,
    now,
    onError: options.onError,
  });
  const signIn = measuredSignIn(plainSignIn, telemetry);
  const plainProviderSignIn = createProviderSignIn({
    providers: options.providers,
    signIn,
    sessions,
    transactions: createTransactions(options.cookieNames, cookieAttributes, keys, now),
    store,
    keys,
    events,
    publicOrigin: options.publicUrl?.origin ?? '',
    callSource: telemetry.callSource,
    now,
    onError: options.onError,
  });
  const providerSignIn = measuredProviderSignIn(plainProviderSignIn, telemetry);
  const providers = options.providers.map(({ provider }) => provider);
  const connectionTickets = createConnectionTickets({ store, sessions, now });
  const schemes: readonly Scheme[] = [
    connectionTickets.scheme,
    ...(tokens !== null && pairs !== null ? [createAccessTokenScheme(pairs, tokens.headers)] : []),
    ...(options.basicPasswords
      ? [createBasicScheme({ signIn, attempts, subjects: options.subjects, store, now })]
      : []),
    ...options.schemes,
  ];
  const reader = createCredentialReader(
    [...schemes, ...(options.keyDemand === null ? [] : [options.keyDemand.scheme])].map(({ places = {} }) => places),
  );
  const isProxy = createProxyCheck(options.trustProxy);
  const parts: CoreParts = {
    options,
    sessions,
    clientSessions,
    origins,
    events,
    clientAddress,
    isProxy,
    site,
    signIn,
    schemes,
    reader,
  };
  const writeProblem = createProblemWriter(options.renderError, options.onError);
  const vary = ['Cookie', 'Authorization', ...reader.headers].join(', ');
  const challenger = createChallenger({
    realm: options.realm,
    render: options.renderProblem,
    write: writeProblem,
    siteOf: site,
    vary,
    credentialParameters: reader.parameters,
    onError: options.onError,
  });
  const rules = createPathRules({
    public: options.public,
    authorization: options.authorization,
    require: null,
    keyPaths: options.keyDemand?.paths ?? [],
  });
  const live = createLiveConnections(sessions);
  const health = createHealth([() => store.count(PROBE), ...options.healthChecks]);
  const guard = createGuard(parts, challenger, rules);
  return {
    rules,
    begin: observeCore(guard, { measures: telemetry.measures, sessions, live }),
    authorize: guard.authorize,
    signIn,
    providerSignIn,
    sessions,
    clientSessions,
    connectionTickets,
    store,
    live,
    health,
    events,
    telemetry,
    origins,
    clientAddress,
    vary,
    bearerChallenge: challenger.bearerChallenge,
    isOpen: options.auth === 'off',
    takesPasswords: options.verifiers.length > 0,
    providers,
    now,
    writeProblem,
    onError: options.onError,
    site,
    close() {
      live.close();
      sessions.close();
    },
  };
}

/** A counter that nobody counts: to see whether the store answers. */
const PROBE = 'health';

/** A report that fails is lost; the request that it was about is not. */
function harmless(report: (error: unknown) => void): (error: unknown) => void {
  return (error) => {
    try {
      report(error);
    } catch {
      // There is nobody left to tell.
    }
  };
}
