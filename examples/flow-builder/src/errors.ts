/**
 * Errors as the API of seed 003 writes them: `{ "detail": … }`, in its words where it has some.
 */

import type { FaultCode } from '@doorward/accounts';
import type { ErrorRenderer, Problem } from '@doorward/core';

/** Where they differ from Doorward's. */
const SEED: Readonly<
  Partial<Record<FaultCode | 'core/invalid-credential', readonly [status: number, detail: string]>>
> = {
  'accounts/name-taken': [400, 'This username is unavailable.'],
  'accounts/not-allowed': [403, 'Permission denied'],
  'accounts/not-found': [404, 'User not found'],
  'accounts/password-wrong': [400, 'Current password is incorrect'],
  'accounts/password-unchanged': [400, "You can't use your current password"],
  'accounts/sign-up-off': [403, 'Public user registration is disabled.'],
  'accounts/waiting': [403, 'Waiting for approval'],
  'core/invalid-credential': [401, 'Could not validate credentials'],
};

/** For Doorward's own errors and, by way of `problemOf`, for those of the accounts. */
export const problemShape: ErrorRenderer = ({ code, status, detail }: Problem) => {
  const [seedStatus = status, seedDetail = detail] = SEED[code as FaultCode] ?? [];
  return { status: seedStatus, body: { detail: seedDetail } };
};

/** What a handler throws to answer with a status and a reason. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, detail: string) {
    super(detail);
    this.status = status;
  }
}
