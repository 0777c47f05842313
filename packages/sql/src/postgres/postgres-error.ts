/**
 * What went wrong with a PostgreSQL server, said so that the reader knows what to do.
 */

import { AuthError, type ErrorCode, isAuthError } from '@doorward/core';

const REMEDY: Readonly<Record<string, string>> = {
  'sql/unreachable': 'does not answer. See that the server runs, and that address, user and password are right.',
  'sql/busy': 'is held by a write of another process that takes too long. Try again.',
  'sql/read-only':
    'may not be written by this user, or is a read-only copy. Give it the right to, or name the primary.',
  'sql/full': 'has no room left. Free some; no restart is needed.',
  'sql/missing': 'has lost the tables of Doorward. Restore a backup; a restart would begin an empty store.',
  'sql/corrupt': 'is damaged. Restore a backup.',
  'sql/failed': 'did not answer as expected.',
};

/** By SQLSTATE or the first two of its characters. @see https://www.postgresql.org/docs/current/errcodes-appendix.html */
const BY_STATE: Readonly<Record<string, ErrorCode>> = {
  '08': 'sql/unreachable',
  '25006': 'sql/read-only',
  '28': 'sql/unreachable',
  '3D': 'sql/unreachable',
  '3F': 'sql/missing',
  '40': 'sql/busy',
  '42501': 'sql/read-only',
  '42P01': 'sql/missing',
  '53': 'sql/unreachable',
  '53100': 'sql/full',
  '55P03': 'sql/busy',
  '57': 'sql/unreachable',
  '57014': 'sql/busy',
  '58': 'sql/unreachable',
  XX001: 'sql/corrupt',
  XX002: 'sql/corrupt',
};

/** The AuthError for what the driver threw, which stays as its cause. `place` names server and database. */
export function postgresError(error: unknown, place: string): AuthError {
  if (isAuthError(error)) return error;
  const code = codeOf(error);
  return new AuthError(code, `${place} ${REMEDY[code]}`, { cause: error });
}

/** False where trying again cannot help: the server is there, and refuses. */
export function isWorthRetrying(error: unknown): boolean {
  if (!isAuthError(error) || !['sql/unreachable', 'sql/busy'].includes(error.code)) return false;
  const state = stateOf(error.cause);
  return state === undefined || !/^(28|3D)/.test(state);
}

function codeOf(error: unknown): ErrorCode {
  const state = stateOf(error);
  // Without a state it is the link that failed, or no answer in time.
  if (state === undefined) return 'sql/unreachable';
  return BY_STATE[state] ?? BY_STATE[state.slice(0, 2)] ?? 'sql/failed';
}

function stateOf(error: unknown): string | undefined {
  if (typeof error !== 'object' || error === null || !('code' in error)) return undefined;
  // What the server says has a severity; what the system says, such as EPIPE, has none.
  return 'severity' in error && typeof error.code === 'string' ? error.code : undefined;
}
