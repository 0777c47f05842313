export type { Origins } from './access/origins.ts';
export {
  belowPrefix,
  createMountRules,
  joinRules,
  type PathRules,
  type PathRulesOptions,
  type RuleFinder,
} from './access/path-rules.ts';
export { type PermissionCheck, permissionCheck } from './access/permission.ts';
export type { Policy } from './access/policy.ts';
export { createPrincipal, type Principal } from './access/principal.ts';
export type { Auth, EndpointContext } from './auth.ts';
export { AuthError, type AuthErrorOptions, type ErrorCode, isAuthError } from './auth-error.ts';
export { type Core, type CoreOptions, createCore } from './core.ts';
export type { AuthEvent, AuthEventType, EventSink } from './event/auth-event.ts';
export type { EndReason, LiveConnections } from './live/live-connections.ts';
export { andThen, type MaybePromise } from './maybe-promise.ts';
export { isLoopbackHost } from './open-mode.ts';
export type { PresentedCredentials } from './request/authorization.ts';
export { type ClientAddressReader, isLoopbackAddress, type TrustProxy } from './request/client-address.ts';
export { acceptsHtml, isNavigation } from './request/fetch-metadata.ts';
export { FetchRequestView } from './request/fetch-view.ts';
export { requestPath } from './request/request-target.ts';
export type { RequestView } from './request/request-view.ts';
export { RequestAuth } from './request-auth.ts';
export type { ProblemRenderer, RenderedProblem } from './response/challenge.ts';
export {
  ANONYMOUS,
  type Continue,
  type Decision,
  type Endpoint,
  type HeaderList,
  type Respond,
} from './response/decision.ts';
export { type Problem, problemBody, problemResponse } from './response/problem.ts';
export { problems } from './response/problems.ts';
export { localPath } from './response/return-path.ts';
export type { LoginAttempt, Scheme, SchemeOutcome, Verifier } from './scheme/scheme.ts';
export { createTokenLogin, deterministicToken, type TokenLogin } from './scheme/token.ts';
export { createKeyRing, type KeyRing } from './secret/key-ring.ts';
export { randomSecret } from './secret/secret-value.ts';
export type { SessionInfo } from './session/session.ts';
export type { SignIn, SignInClient, SignInOutcome } from './sign-in.ts';
export { type EndpointName, type EndpointPaths, relativePath, type Site } from './site-paths.ts';
export type { Counter, ExpiringStore, RecordChange, RecordKind, StoredRecord } from './store/expiring-store.ts';
export { createMemoryStore, type MemoryStoreOptions } from './store/memory-store.ts';
