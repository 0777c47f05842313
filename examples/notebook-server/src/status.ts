/**
 * What `/api/status` answers: the state of the server, and whom the request acts as.
 */

import type { RequestAuth } from '@doorward/core';

export interface Status {
  readonly status: 'running';
  readonly user: { readonly name: string; readonly isAuthenticated: boolean; readonly method: string };
}

export function statusFor({ principal }: RequestAuth): Status {
  const { name = 'nobody', method = 'none' } = principal ?? {};
  return { status: 'running', user: { name, isAuthenticated: principal !== null && method !== 'off', method } };
}
