export { type AccountsPlace, describeAccounts, type OpenPlace } from './accounts/behaviour.ts';
export {
  accountsOf,
  attempt,
  cookiesOf,
  givenUser,
  MACHINE,
  OTHER_PASSWORD,
  PASSWORD,
  signInAs,
} from './accounts/people.ts';
export {
  ask,
  callApi,
  givenHolder,
  givenKey,
  givenPair,
  type KeyHolder,
  type MadeKey,
  type MadePair,
} from './accounts/programs.ts';
export { SQLITE } from './accounts/with-accounts.ts';
export { describeAdapter } from './adapter/behaviour.ts';
export {
  basic,
  cookieOf,
  type Fixture,
  type FixtureOptions,
  PAGE,
  SCRIPT,
  setCookies,
  startFixture,
  TOKEN,
} from './adapter/fixture.ts';
export {
  type AdapterHarness,
  answerFixture,
  CANARY,
  type FixtureAnswer,
  type FixtureRequest,
  type FixtureServer,
  type FixtureSetup,
  type Observed,
  objectPermission,
} from './adapter/harness.ts';
export { assertDenied, type DenialOptions } from './denial/assert-denied.ts';
export { type Route, routesOf } from './denial/routes-of.ts';
export { readSetCookie, type StrictCookie } from './http/cookie.ts';
export { type RawRequest, type RawResponse, rawBytes, rawRequest } from './http/raw-request.ts';
export { createTestProvider, type TestProvider, type TestProviderOptions } from './provider/test-provider.ts';
export type { DurableStoreHarness } from './store/durable-harness.ts';
export { describeDurableStore } from './store/durable-store.ts';
export { describeExpiringStore, type StoreHarness } from './store/expiring-store.ts';
