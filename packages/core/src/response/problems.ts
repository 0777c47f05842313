/**
 * Every problem that the core answers with. Each has a page under `docs/errors/`.
 */

import type { Problem } from './problem.ts';

export type ProblemName =
  | 'authenticationRequired'
  | 'invalidCredential'
  | 'expiredCredential'
  | 'keyRequired'
  | 'malformedCredential'
  | 'unsupportedScheme'
  | 'conflictingCredentials'
  | 'crossSiteRequest'
  | 'badTarget'
  | 'ambiguousTarget'
  | 'methodNotSupported'
  | 'tooManyAttempts'
  | 'unavailable'
  | 'openModeRefused'
  | 'forbidden'
  | 'passwordChangeRequired'
  | 'providerInvitation'
  | 'providerState'
  | 'providerDeclined'
  | 'providerAnswerRefused'
  | 'providerFailed'
  | 'accountClosed';

export const problems: Readonly<Record<ProblemName, Problem>> = {
  authenticationRequired: {
    status: 401,
    code: 'core/authentication-required',
    title: 'Sign in first',
    detail: 'This needs a signed-in client. Open the login page, or send a token as Authorization: Bearer.',
  },
  invalidCredential: {
    status: 401,
    code: 'core/invalid-credential',
    title: 'That credential is not valid',
    detail: 'The token, key or password that came with the request was not accepted. Check it and try again.',
  },
  expiredCredential: {
    status: 401,
    code: 'core/expired-credential',
    title: 'That credential is over',
    detail: 'It was good until its time was up. Refresh it, or sign in again.',
  },
  keyRequired: {
    status: 401,
    code: 'core/key-required',
    title: 'A valid API key is needed here as well',
    detail: 'Send an API key that is valid in its header, beside the token or session.',
  },
  malformedCredential: {
    status: 401,
    code: 'core/malformed-credential',
    title: 'That credential cannot be read',
    detail:
      'What came in Authorization, in another header or in the address is not in the form of a credential, or has more than 8192 characters.',
  },
  unsupportedScheme: {
    status: 401,
    code: 'core/unsupported-scheme',
    title: 'That authentication scheme is not in use here',
    detail:
      'Nothing here takes a credential of that kind, or at that place. Send a token or key as Authorization: Bearer.',
  },
  conflictingCredentials: {
    status: 400,
    code: 'core/conflicting-credentials',
    title: 'Two different credentials in one request',
    detail: 'Send one credential. If this is a browser, delete the cookies of this site and sign in again.',
  },
  crossSiteRequest: {
    status: 403,
    code: 'core/cross-site-request',
    title: 'Refused: the request comes from another site',
    detail:
      'A page of another origin sent it with your cookie. If that page is yours, list its origin in `origins`; behind a proxy, set `publicUrl`.',
  },
  badTarget: {
    status: 400,
    code: 'core/bad-target',
    title: 'That address cannot be read',
    detail: 'The request target holds a control character, a fragment, a broken escape or another host.',
  },
  ambiguousTarget: {
    status: 400,
    code: 'core/ambiguous-target',
    title: 'That address can be read in more than one way',
    detail: 'Write the path without dot segments, double slashes, backslashes and escaped separators.',
  },
  methodNotSupported: {
    status: 405,
    code: 'core/method-not-supported',
    title: 'That method is not supported',
    detail: 'TRACE and CONNECT are refused.',
  },
  tooManyAttempts: {
    status: 429,
    code: 'core/too-many-attempts',
    title: 'Too many wrong attempts',
    detail: 'Too many wrong credentials came from this address. Wait a few minutes, then try again.',
  },
  unavailable: {
    status: 503,
    code: 'core/unavailable',
    title: 'Signing in is not possible at the moment',
    detail:
      'Something that signing in depends on cannot be reached. If you were signed in, you are still signed in; try again in a moment.',
    retryAfterSeconds: 5,
  },
  openModeRefused: {
    status: 403,
    code: 'core/open-mode-refused',
    title: 'Without a login this serves its own machine only',
    detail:
      'Authentication is off, and the request did not come from this machine directly. Switch authentication on, or set openToNetwork.',
  },
  forbidden: {
    status: 403,
    code: 'core/forbidden',
    title: 'You may not do that',
    detail: 'Your account lacks the right for it.',
  },
  passwordChangeRequired: {
    status: 403,
    code: 'core/password-change-required',
    title: 'Set a new password first',
    detail: 'Your password was set by somebody else. Open the account page, choose your own, and go on.',
  },
  providerInvitation: {
    status: 400,
    code: 'core/provider-invitation',
    title: 'A sign-in cannot be begun like this',
    detail: 'Another site began it, and not for the provider that signs in here. Sign in from the login page.',
  },
  providerState: {
    status: 400,
    code: 'core/provider-state',
    title: 'This sign-in cannot be finished',
    detail: 'It was begun in another browser, took longer than 15 minutes, or was finished before. Sign in again.',
  },
  providerDeclined: {
    status: 403,
    code: 'core/provider-declined',
    title: 'The sign-in was declined',
    detail: 'You or the provider said no. Sign in again, or in another way.',
  },
  providerAnswerRefused: {
    status: 400,
    code: 'core/provider-answer-refused',
    title: 'That sign-in proves nothing',
    detail: 'What came back does not hold, so nobody was signed in. Sign in again; the log says what was wrong.',
  },
  providerFailed: {
    status: 502,
    code: 'core/provider-failed',
    title: 'The provider could not sign you in',
    detail: 'It cannot be reached, or its answer makes no sense. Try again in a moment, or sign in in another way.',
  },
  accountClosed: {
    status: 403,
    code: 'core/account-closed',
    title: 'Your account is not active',
    detail: 'You are known here, and your account was disabled. Ask somebody who manages users.',
  },
};
