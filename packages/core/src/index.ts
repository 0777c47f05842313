export { claimAt } from './access/claim.ts';
export { commonPermissions } from './access/common-permissions.ts';
export { canonicalName } from './access/identity.ts';
export type { Origins } from './access/origins.ts';
export { assertIdentity, type Identity, type IdentityRights, outsidePrincipal } from './access/outside-identity.ts';
export {
  belowPrefix,
  createMountRules,
  joinRules,
  type PathRules,
  type PathRulesOptions,
  type RuleFinder,
} from './access/path-rules.ts';
export { type PermissionCheck, permissionCheck } from './access/permission.ts';
export {
  type PermissionDemand,
  type PermissionOf,
  type PolicyFor,
  permissionPolicy,
} from './access/permission-demand.ts';
export { type PermissionNames, permissionNames } from './access/permission-names.ts';
export type { Policy } from './access/policy.ts';
export { createPrincipal, type Principal } from './access/principal.ts';
export { type RoutePermissionOptions, routePermission } from './access/route-permission.ts';
export type { Auth, EndpointContext } from './auth.ts';
export { AuthError, type AuthErrorOptions, type ErrorCode, isAuthError } from './auth-error.ts';
export type { Confirmation, ConfirmOutcome } from './confirmation.ts';
export { type Core, createCore } from './core.ts';
export type { CoreOptions, KeyDemand, PlacedProvider, TokenOptions } from './core-options.ts';
export { type AuthEvent, type AuthEventType, type EventSink, type Events, eventTypes } from './event/auth-event.ts';
export type { Health, HealthCheck } from './health/health.ts';
export { createListeners, type Listeners, type ListenersOptions } from './listeners.ts';
export type { EndReason, LiveConnections } from './live/live-connections.ts';
export { andThen, type MaybePromise } from './maybe-promise.ts';
export { ANYONE, isLocal, isLoopbackHost } from './open-mode.ts';
export { createOptionChecks, type OptionChecks, type WholeRange } from './option-checks.ts';
export type { TokenPair } from './pair/pairs.ts';
export type { Account, SignInClient, SignInRefusal } from './prover.ts';
export type { FrameSignOut, FrameSignOutOutcome } from './provider/frame-sign-out.ts';
export type {
  Provider,
  ProviderCallback,
  ProviderFrameSignOut,
  ProviderGrant,
  ProviderIdentity,
  ProviderInvitation,
  ProviderOutcome,
  ProviderRedirect,
  ProviderRequest,
  ProviderSignOut,
} from './provider/provider.ts';
export { checkProvider } from './provider/provider-check.ts';
export type { Connecting, ProviderSignInOutcome } from './provider/provider-outcome.ts';
export type { HeldGrant, ProviderSignIn } from './provider/provider-sign-in.ts';
export { readAuthorization } from './request/authorization.ts';
export {
  addressGroup,
  type ClientAddressReader,
  isLoopbackAddress,
  type TrustProxy,
} from './request/client-address.ts';
export { acceptsHtml, isNavigation } from './request/fetch-metadata.ts';
export { FetchRequestView } from './request/fetch-view.ts';
export { type PresentedCredentials, placesIn } from './request/presented.ts';
export { requestPath } from './request/request-target.ts';
export type { RequestView } from './request/request-view.ts';
export { type RequestActor, RequestAuth, type RequestClient } from './request-auth.ts';
export type { ProblemRenderer, RenderedProblem } from './response/challenge.ts';
export {
  ANONYMOUS,
  type Continue,
  type Decision,
  type Endpoint,
  type HeaderList,
  type Respond,
} from './response/decision.ts';
export {
  type ErrorRenderer,
  type Problem,
  type ProblemWriter,
  problemBody,
  problemResponse,
  type RenderedError,
} from './response/problem.ts';
export { problems } from './response/problems.ts';
export { localPath, pathAtOrigin } from './response/return-path.ts';
export { cookiesBeside } from './response/set-cookie.ts';
export { type ConnectionTicket, type ConnectionTickets, TICKET_PARAMETER } from './scheme/connection-ticket.ts';
export { type Admit, directoryVerifier, type PasswordDirectory } from './scheme/password-directory.ts';
export {
  type Authenticated,
  type CredentialPlaces,
  type LoginAttempt,
  NO_CREDENTIAL,
  REFUSED,
  type Scheme,
  type SchemeOutcome,
  type SchemeRequest,
  type Standing,
  type Verdict,
  type Verifier,
} from './scheme/scheme.ts';
export { createStaticTokens, type StaticTokens, type StaticUser } from './scheme/static-tokens.ts';
export { createTokenLogin, deterministicToken, type TokenLogin } from './scheme/token.ts';
export { createHashedLookUp } from './secret/hashed-look-up.ts';
export { createKeyRing, type KeyRing } from './secret/key-ring.ts';
export { hashSecret, randomSecret } from './secret/secret-value.ts';
export type { SessionInfo } from './session/session.ts';
export type { SessionManager } from './session/session-manager.ts';
export type { Obligation, SessionClient } from './session/session-record.ts';
export type { SessionSummary } from './session/subject-sessions.ts';
export type { Subjects } from './session/subjects.ts';
export type { Renewed, SignIn, SignInOutcome, TokenOutcome } from './sign-in.ts';
export {
  type Area,
  type EndpointName,
  type EndpointPaths,
  type OpenEndpoint,
  type ProviderPaths,
  relativePath,
  type Site,
} from './site-paths.ts';
export { type Acknowledgement, type Acknowledgements, createAcknowledgements } from './store/acknowledgements.ts';
export type {
  DurableChange,
  DurableStore,
  DurableWriter,
  EventQuery,
  KeyPage,
  KeyQuery,
  KeyRecord,
  LinkedIdentity,
  StoredEvent,
  UserPage,
  UserQuery,
  UserRecord,
  UserStatus,
} from './store/durable-store.ts';
export type {
  Counter,
  ExpiringStore,
  OwnedRecord,
  RecordChange,
  RecordKind,
  StoredRecord,
} from './store/expiring-store.ts';
export { createLease, LEASE_MS, type Lease } from './store/lease.ts';
export { createMemoryDurableStore } from './store/memory-durable-store.ts';
export { createMemoryStore, type MemoryStoreOptions } from './store/memory-store.ts';
export {
  BUCKETS,
  type Labels,
  type Measures,
  type Metric,
  type MetricDescription,
} from './telemetry/measures.ts';
export { METRICS_TYPE, metricsText } from './telemetry/metrics-text.ts';
export type { OpenSpan, Operation, Tracer } from './telemetry/operations.ts';
export { createTelemetry, type Telemetry } from './telemetry/telemetry.ts';
