/**
 * A secret in a file, or on standard input.
 */

import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { AuthError, isAuthError } from '@doorward/core';

/**
 * The trimmed content; `-` reads standard input to its end.
 *
 * @throws AuthError `auth/file-unreadable` when it cannot be read or is empty.
 */
export async function readSecret(file: string, option: string): Promise<string> {
  try {
    const content = file === '-' ? await text(process.stdin) : await readFile(file, 'utf8');
    return assertNotEmpty(content, file, option);
  } catch (error) {
    throw unreadable(file, option, error);
  }
}

export function assertNotEmpty(content: string, file: string, option: string): string {
  const secret = content.trim();
  if (secret !== '') return secret;
  throw new AuthError('auth/file-unreadable', `${option}: "${file}" is empty. Write the secret into it.`, { option });
}

/** The error for a file that cannot be read; one of ours stays as it is. */
export function unreadable(file: string, option: string, error: unknown): AuthError {
  if (isAuthError(error)) return error;
  const reason = (error as NodeJS.ErrnoException).code ?? 'unknown';
  const what = `${option}: "${file}" cannot be read (${reason}). Check path and permission.`;
  return new AuthError('auth/file-unreadable', what, { option, cause: error });
}
