/**
 * The settings of this process, and how it ends when they are wrong: with one line that says why, in
 * place of a stack trace.
 */

import { isAuthError } from '@doorward/auth';
import { readSettings, SettingError, type Settings, unusedVariables } from './settings.ts';

export const settings: Settings = read();

/** For errors of configuration; any other one is a bug and keeps its stack. */
export function stop(error: unknown): never {
  const reason =
    error instanceof SettingError ? error.message : isAuthError(error) ? inNamesOfSeed(error) : listenProblem(error);
  if (reason === null) throw error;
  console.error(`The server did not start. ${reason}`);
  process.exit(1);
}

function read(): Settings {
  for (const name of unusedVariables(process.env)) console.warn(`Millrace: ${name} has no effect here.`);
  try {
    return readSettings(process.env);
  } catch (error) {
    return stop(error);
  }
}

/** Doorward names its own options; whoever set a variable looks for that. */
function inNamesOfSeed({ code, option, message }: { code: string; option?: string | undefined; message: string }) {
  const { autoLogin, host, superuser, superuserPassword, secretKey, corsOrigins } = settings;
  if (autoLogin && code === 'auth/open-to-network') {
    return `LANGFLOW_AUTO_LOGIN: everybody who reaches ${host} would be ${superuser}. Listen on 127.0.0.1, or set it to False.`;
  }
  if (autoLogin && option === 'auth') {
    return 'LANGFLOW_AUTO_LOGIN: lets everybody in, which is not for production. Set it to False, or unset NODE_ENV.';
  }
  const variables: readonly (readonly [option: string, variable: string | undefined])[] = [
    ['accounts.owner.password', superuserPassword && 'LANGFLOW_SUPERUSER_PASSWORD'],
    ['accounts.autoLogin', 'LANGFLOW_SUPERUSER'],
    ['secret[0]', secretKey && 'LANGFLOW_SECRET_KEY'],
    ['tokens.cookies.access', 'LANGFLOW_ACCESS_COOKIE'],
    ['tokens.cookies.refresh', 'LANGFLOW_REFRESH_COOKIE'],
    ['tokens.cookies', 'LANGFLOW_ACCESS_COOKIE'],
    ...(corsOrigins ?? []).map((_, index) => [`origins[${index}]`, 'LANGFLOW_CORS_ORIGINS'] as const),
  ];
  const variable = variables.find(([name]) => name === option)?.[1];
  return variable ? message.replace(`${option}:`, `${variable}:`) : message;
}

function listenProblem(error: unknown): string | null {
  const { code, syscall } = error as NodeJS.ErrnoException;
  if (syscall !== 'listen' && syscall !== 'getaddrinfo') return null;
  const { host, port } = settings;
  return `It cannot listen on ${host}, port ${port} (${code}). Choose others with LANGFLOW_HOST and LANGFLOW_PORT.`;
}
