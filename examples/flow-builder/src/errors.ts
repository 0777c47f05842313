/**
 * Errors as the API of seed 003 writes them: `{ "detail": … }`, in its words where it has some.
 */

import type { Problem, RenderedError } from '@doorward/auth';

/** Where they differ from Doorward's. */
const SEED: Readonly<Partial<Record<Problem['code'], readonly [status: number, detail: string]>>> = {
  'accounts/key-not-found': [404, 'API Key not found'],
  'accounts/name-taken': [400, 'This username is unavailable.'],
  'accounts/not-allowed': [403, 'Permission denied'],
  'accounts/not-found': [404, 'User not found'],
  'accounts/password-wrong': [400, 'Current password is incorrect'],
  'accounts/password-unchanged': [400, "You can't use your current password"],
  'accounts/sign-up-off': [403, 'Public user registration is disabled.'],
  'accounts/waiting': [403, 'Waiting for approval'],
  'core/expired-credential': [401, 'Token has expired.'],
  'core/invalid-credential': [401, 'Could not validate credentials'],
};

export interface SeedError extends RenderedError {
  readonly status: number;
  readonly body: { readonly detail: string };
}

/** For Doorward's own errors and, by way of `problemOf`, for those of the accounts. */
export function problemShape({ code, status, detail }: Problem): SeedError {
  const [seedStatus = status, seedDetail = detail] = SEED[code] ?? [];
  return { status: seedStatus, body: { detail: seedDetail } };
}

/** What a handler throws to answer with a status and a reason. */
export class ApiError extends Error {
  readonly status: number;
  readonly retryAfterSeconds: number | undefined;

  constructor(status: number, detail: string, retryAfterSeconds?: number) {
    super(detail);
    this.status = status;
    this.retryAfterSeconds = retryAfterSeconds;
  }
}
