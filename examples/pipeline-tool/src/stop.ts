/**
 * Ends the process with one line that says why, in place of a stack trace.
 */

import { isAuthError } from '@doorward/auth';
import { settings, VARIABLES } from './settings.ts';

/** For errors of configuration; any other one is a bug and keeps its stack. */
export function stop(error: unknown): never {
  const reason = isAuthError(error) ? `${error.message}${hint(error.option)}` : listenProblem(error);
  if (reason === null) throw error;
  console.error(`The server did not start. ${reason}`);
  process.exit(1);
}

/** Whoever wrote the variable has never heard of the option. */
function hint(option: string | undefined): string {
  const variable = VARIABLES[option ?? ''];
  return variable === undefined || !process.env[variable] ? '' : ` Look at the variable ${variable}.`;
}

function listenProblem(error: unknown): string | null {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall !== 'listen' && syscall !== 'getaddrinfo') return null;
  return `It cannot listen on ${settings.host}, port ${settings.port} (${code}). Choose others with HOST and PORT.`;
}
