/**
 * What went wrong with an SQLite file, said so that the reader knows what to do.
 */

import { AuthError, type ErrorCode, isAuthError } from '@doorward/core';

/** SQLite's result codes. @see https://sqlite.org/rescode.html */
const BY_RESULT: Readonly<Record<number, (path: string) => [ErrorCode, string]>> = {
  5: busy,
  6: busy,
  8: (path) => ['sql/read-only', `${path} cannot be written. Give this user the right to write it and its folder.`],
  10: unreachable,
  11: corrupt,
  13: (path) => ['sql/full', `There is no room to write ${path}. Free some; no restart is needed.`],
  14: unreachable,
  23: unreachable,
  26: corrupt,
};

function busy(path: string): [ErrorCode, string] {
  return ['sql/busy', `${path} is locked by another process. End what holds it, or try again.`];
}

function unreachable(path: string): [ErrorCode, string] {
  return ['sql/unreachable', `${path} cannot be read or written. See that its folder, disk and rights are in order.`];
}

function corrupt(path: string): [ErrorCode, string] {
  return ['sql/corrupt', `${path} is damaged, or no SQLite database. Put a backup in its place.`];
}

/** The AuthError for what a driver threw, which stays as its cause. */
export function sqliteError(error: unknown, path: string): AuthError {
  if (isAuthError(error)) return error;
  const known = BY_RESULT[resultOf(error) & 0xff];
  const [code, message] = known?.(path) ?? ['sql/failed' as const, `${path} did not answer as expected.`];
  return new AuthError(code, message, { cause: error });
}

export const isBusy = (error: unknown): boolean => isAuthError(error) && error.code === 'sql/busy';

/** Each driver has its own name for it: node:sqlite, libsql, libsql when it opens, better-sqlite3. */
function resultOf(error: unknown): number {
  if (typeof error !== 'object' || error === null) return 0;
  const { errcode, rawCode, code, message } = error as Record<string, unknown>;
  if (typeof errcode === 'number') return errcode;
  if (typeof rawCode === 'number') return rawCode;
  const [, atOpen] = /^ConnectionFailed\(.*: (\d+)"\)$/s.exec(String(message)) ?? [];
  if (atOpen !== undefined) return Number(atOpen);
  const name = NAMES.find((each) => String(code).startsWith(each));
  return name === undefined ? 0 : (RESULTS[name] ?? 0);
}

const RESULTS: Readonly<Record<string, number>> = {
  SQLITE_BUSY: 5,
  SQLITE_LOCKED: 6,
  SQLITE_READONLY: 8,
  SQLITE_IOERR: 10,
  SQLITE_CORRUPT: 11,
  SQLITE_FULL: 13,
  SQLITE_CANTOPEN: 14,
  SQLITE_AUTH: 23,
  SQLITE_NOTADB: 26,
};
const NAMES = Object.keys(RESULTS);
