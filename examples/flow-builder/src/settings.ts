/**
 * The variables of seed 003, read once. What they mean stands in `.env.example`; whatever begins with
 * `DOORWARD_` is read by Doorward itself.
 */

import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

export type Environment = Readonly<Record<string, string | undefined>>;

export interface Settings {
  /** Everybody on this machine is the superuser, without a password. */
  readonly autoLogin: boolean;
  readonly superuser: string;
  readonly superuserPassword: string | undefined;
  readonly secretKey: string | undefined;
  /** New users may sign in before a superuser activates them. */
  readonly newUserIsActive: boolean;
  /** Whether strangers may sign up; `undefined` leaves it to DOORWARD_SIGN_UP. */
  readonly signUp: 'off' | 'pending' | 'active' | undefined;
  readonly corsOrigins: readonly string[] | undefined;
  /** Seconds that tokens count; `undefined`: an hour, and a week. */
  readonly accessSeconds: number | undefined;
  readonly refreshSeconds: number | undefined;
  readonly cookies: { readonly access: string; readonly refresh: string };
  /** API keys count in the address too. */
  readonly keyInQuery: boolean;
  /** Writes a line for every request that gets here. */
  readonly logsRequests: boolean;
  readonly dataFolder: string;
  readonly host: string;
  readonly port: number;
}

/** A variable that stops the start. */
export class SettingError extends Error {
  constructor(variable: string, what: string) {
    super(`${variable}: ${what}`);
  }
}

/** Passwords and keys that stand in public documentation. */
const KNOWN_PASSWORDS = ['langflow', 'securepassword'];
const KNOWN_KEYS = ['dBuuuB_FHLvU8T9eUNlxQF9ppqRxwWpXXQ42kM2_fb', 'your_generated_key'];

const VARIABLES = [
  'AUTO_LOGIN',
  'SUPERUSER',
  'SUPERUSER_PASSWORD',
  'SECRET_KEY',
  'NEW_USER_IS_ACTIVE',
  'ENABLE_SIGNUP',
  'CORS_ORIGINS',
  'ACCESS_TOKEN_EXPIRE_SECONDS',
  'REFRESH_TOKEN_EXPIRE_SECONDS',
  'ACCESS_COOKIE',
  'REFRESH_COOKIE',
  'API_KEY_IN_QUERY',
  'LOG_LEVEL',
  'CONFIG_DIR',
  'HOST',
  'PORT',
];

const DEFAULT_FOLDER = fileURLToPath(new URL('../data/', import.meta.url));

/** @throws SettingError */
export function readSettings(environment: Environment): Settings {
  /** An empty variable counts as none: so `.env` files can name what they leave open. */
  const read = (name: string): string | undefined => environment[name] || undefined;
  const langflow = (name: string): string | undefined => read(`LANGFLOW_${name}`);
  const autoLogin = readBoolean('LANGFLOW_AUTO_LOGIN', langflow('AUTO_LOGIN')) ?? false;
  const newUserIsActive = readBoolean('LANGFLOW_NEW_USER_IS_ACTIVE', langflow('NEW_USER_IS_ACTIVE'));
  const enableSignup = readBoolean('LANGFLOW_ENABLE_SIGNUP', langflow('ENABLE_SIGNUP'));
  const isLeft = newUserIsActive === undefined && enableSignup === undefined && read('DOORWARD_SIGN_UP') !== undefined;
  return {
    autoLogin,
    superuser: langflow('SUPERUSER') ?? 'langflow',
    superuserPassword: readPassword(langflow('SUPERUSER_PASSWORD'), autoLogin),
    secretKey: readKey(langflow('SECRET_KEY')),
    newUserIsActive: newUserIsActive ?? false,
    signUp: isLeft ? undefined : autoLogin || enableSignup === false ? 'off' : newUserIsActive ? 'active' : 'pending',
    corsOrigins: readOrigins(langflow('CORS_ORIGINS')),
    accessSeconds: readSeconds('LANGFLOW_ACCESS_TOKEN_EXPIRE_SECONDS', langflow('ACCESS_TOKEN_EXPIRE_SECONDS')),
    refreshSeconds: readSeconds('LANGFLOW_REFRESH_TOKEN_EXPIRE_SECONDS', langflow('REFRESH_TOKEN_EXPIRE_SECONDS')),
    cookies: {
      access: langflow('ACCESS_COOKIE') ?? 'access_token_lf',
      refresh: langflow('REFRESH_COOKIE') ?? 'refresh_token_lf',
    },
    keyInQuery: readBoolean('LANGFLOW_API_KEY_IN_QUERY', langflow('API_KEY_IN_QUERY')) ?? true,
    logsRequests: langflow('LOG_LEVEL')?.toLowerCase() === 'debug',
    dataFolder: resolve(langflow('CONFIG_DIR') ?? read('DOORWARD_DATA_FOLDER') ?? DEFAULT_FOLDER),
    host: langflow('HOST') ?? read('HOST') ?? '127.0.0.1',
    port: readPort('LANGFLOW_PORT', langflow('PORT')) ?? readPort('PORT', read('PORT')) ?? 7860,
  };
}

/** Variables of the seed's system that have no effect here. */
export function unusedVariables(environment: Environment): readonly string[] {
  return Object.keys(environment).filter(
    (name) => name.startsWith('LANGFLOW_') && !VARIABLES.includes(name.slice('LANGFLOW_'.length)),
  );
}

function readBoolean(variable: string, value: string | undefined): boolean | undefined {
  if (value === undefined) return undefined;
  if (/^(?:true|1|yes|on)$/i.test(value)) return true;
  if (/^(?:false|0|no|off)$/i.test(value)) return false;
  throw new SettingError(variable, 'write True or False.');
}

/** With auto login nobody is asked for it; what everybody knows becomes no password all the same. */
function readPassword(value: string | undefined, autoLogin: boolean): string | undefined {
  const isKnown = value !== undefined && KNOWN_PASSWORDS.includes(value.toLowerCase());
  if (!isKnown) return value;
  if (autoLogin) return undefined;
  throw new SettingError(
    'LANGFLOW_SUPERUSER_PASSWORD',
    'stands in the documentation, so that everybody knows it. Choose another one, of at least 15 characters.',
  );
}

function readKey(value: string | undefined): string | undefined {
  if (value === undefined || !KNOWN_KEYS.includes(value)) return value;
  throw new SettingError(
    'LANGFLOW_SECRET_KEY',
    'stands in the documentation, so that everybody knows it. Make one with: node -p "crypto.randomBytes(32).toString(\'base64url\')"',
  );
}

function readOrigins(value: string | undefined): readonly string[] | undefined {
  const origins = value
    ?.split(',')
    .map((origin) => origin.trim())
    .filter((origin) => origin !== '');
  if (!origins?.some((origin) => origin.includes('*'))) return origins;
  throw new SettingError(
    'LANGFLOW_CORS_ORIGINS',
    'with "*" every website could act as whoever is signed in. List the origins, such as https://studio.example.com, or leave it empty.',
  );
}

const MAX_SECONDS = 400 * 24 * 60 * 60;

function readSeconds(variable: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const seconds = /^\d{1,8}$/.test(value) ? Number(value) : Number.NaN;
  if (seconds >= 1 && seconds <= MAX_SECONDS) return seconds;
  throw new SettingError(variable, `write a whole number of seconds, from 1 to ${MAX_SECONDS}.`);
}

function readPort(variable: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined;
  const port = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  if (port <= 65_535) return port;
  throw new SettingError(variable, 'write a number from 0 (any free port) to 65535.');
}
