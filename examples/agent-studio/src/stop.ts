/**
 * Ends the process with one line that says why, in place of a stack trace.
 */

import { isAuthError } from '@doorward/auth';
import { settings } from './settings.ts';

/** For errors of configuration; any other one is a bug and keeps its stack. */
export function stop(error: unknown): never {
  const reason = isAuthError(error) ? error.message : listenProblem(error);
  if (reason === null) throw error;
  console.error(`The server did not start. ${reason}`);
  process.exit(1);
}

function listenProblem(error: unknown): string | null {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall !== 'listen' && syscall !== 'getaddrinfo') return null;
  return `It cannot listen on ${settings.host}, port ${settings.port} (${code}). Choose others with HOST and PORT.`;
}
