/**
 * What can be wrong with a request of a person or a program, each with its status and words.
 * Every code has a page under `docs/errors/`.
 */

import { AuthError, isAuthError, type Problem } from '@doorward/core';

export type FaultCode =
  | 'accounts/field-invalid'
  | 'accounts/name-taken'
  | 'accounts/password-too-short'
  | 'accounts/password-too-long'
  | 'accounts/password-common'
  | 'accounts/password-personal'
  | 'accounts/password-mismatch'
  | 'accounts/password-wrong'
  | 'accounts/password-unchanged'
  | 'accounts/hash-unsupported'
  | 'accounts/not-allowed'
  | 'accounts/not-found'
  | 'accounts/session-not-found'
  | 'accounts/last-owner'
  | 'accounts/own-account'
  | 'accounts/no-account'
  | 'accounts/ticket-invalid'
  | 'accounts/key-not-found'
  | 'accounts/too-many-keys'
  | 'accounts/identity-taken'
  | 'accounts/already-connected'
  | 'accounts/not-connected'
  | 'accounts/last-way-in'
  | 'accounts/role-not-found'
  | 'accounts/role-taken'
  | 'accounts/role-configured'
  | 'accounts/role-in-use'
  | 'accounts/too-many-roles'
  | 'accounts/sign-up-off'
  | 'accounts/waiting'
  | 'accounts/too-many-attempts'
  | 'accounts/busy';

/** Status and title by code. 422 is for a record that cannot stand as it is, RFC 9110 §15.5.21. */
const FAULTS: Readonly<Record<FaultCode, readonly [status: number, title: string]>> = {
  'accounts/field-invalid': [422, 'A field is not right'],
  'accounts/name-taken': [409, 'That name or e-mail address is taken'],
  'accounts/password-too-short': [422, 'That password is too short'],
  'accounts/password-too-long': [422, 'That password is too long'],
  'accounts/password-common': [422, 'That password is easy to guess'],
  'accounts/password-personal': [422, 'That password is easy to guess'],
  'accounts/password-mismatch': [422, 'The two passwords differ'],
  'accounts/password-wrong': [400, 'The current password is not right'],
  'accounts/password-unchanged': [400, 'That is the password already'],
  'accounts/hash-unsupported': [422, 'That password hash cannot be used'],
  'accounts/not-allowed': [403, 'You may not do that'],
  'accounts/not-found': [404, 'There is no such user'],
  'accounts/session-not-found': [404, 'There is no such session'],
  'accounts/last-owner': [409, 'One owner has to remain'],
  'accounts/own-account': [400, 'That is your own account'],
  'accounts/no-account': [404, 'No account stands behind this sign-in'],
  'accounts/ticket-invalid': [410, 'That link does not work any more'],
  'accounts/key-not-found': [404, 'There is no such key'],
  'accounts/too-many-keys': [409, 'There are too many keys'],
  'accounts/identity-taken': [409, 'Another user signs in there as you'],
  'accounts/already-connected': [409, 'Your account is connected with somebody else there'],
  'accounts/not-connected': [404, 'Your account is not connected'],
  'accounts/last-way-in': [409, 'That is your only way in'],
  'accounts/role-not-found': [404, 'There is no such role'],
  'accounts/role-taken': [409, 'There is a role of that name'],
  'accounts/role-configured': [409, 'That role stands in the configuration'],
  'accounts/role-in-use': [409, 'That role is in use'],
  'accounts/too-many-roles': [409, 'There are too many roles'],
  'accounts/sign-up-off': [403, 'Signing up is not possible here'],
  'accounts/waiting': [403, 'Waiting for approval'],
  'accounts/too-many-attempts': [429, 'Too many attempts'],
  'accounts/busy': [503, 'Too many people sign in at this moment'],
};

/** What stores say of it. */
const OF_STORES: Readonly<Partial<Record<string, FaultCode>>> = {
  'core/identifier-taken': 'accounts/name-taken',
  'core/identity-taken': 'accounts/identity-taken',
};

/** `detail` is for the person: what to do. `field` is the input that it is about. */
export function fault(code: FaultCode, detail: string, field?: string): AuthError {
  return new AuthError(code, detail, field === undefined ? {} : { option: field });
}

/** The refusal of one attempt too many. */
export function tooManyAttempts(detail: string, retryAfterSeconds: number, field?: string): AuthError {
  const options = field === undefined ? {} : { option: field };
  return new AuthError('accounts/too-many-attempts', detail, { ...options, cause: { retryAfterSeconds } });
}

/** The problem that an error stands for; `null` for an error of another kind, which is a failure on our side. */
export function problemOf(error: unknown): Problem | null {
  if (!isAuthError(error)) return null;
  const code = OF_STORES[error.code] ?? error.code;
  if (!Object.hasOwn(FAULTS, code)) return null;
  const [status, title] = FAULTS[code as FaultCode];
  const detail = error.message.replace(/ \[[^\]]*\]$/, '');
  return { status, code: code as FaultCode, title, detail, ...retryAfter(status, error.cause) };
}

function retryAfter(status: number, cause: unknown): { readonly retryAfterSeconds?: number } {
  if (status === 503) return { retryAfterSeconds: 5 };
  return status === 429 ? (cause as { readonly retryAfterSeconds: number }) : {};
}

/** The input that an error is about, where it says so. */
export function fieldOf(error: unknown): string | undefined {
  return isAuthError(error) ? error.option : undefined;
}
