/**
 * The variables of this tool: the names that Mage gave them, and what they are in Doorward. They are
 * read once; a value that cannot be used ends the process with one line that says what to write.
 *
 * Every DOORWARD_* variable counts besides.
 */

import type { DoorwardOptions } from '@doorward/auth';

export interface Settings {
  readonly host: string;
  readonly port: number;
  /** What the variables say about the login. */
  readonly doorward: Pick<DoorwardOptions, 'auth' | 'basePath' | 'session'>;
  /** For how long a token counts; `undefined` leaves it to the default. */
  readonly tokenSeconds: number | undefined;
  /** The first owner; without one the console shows a link to set one up. */
  readonly owner: Owner | undefined;
}

export interface Owner {
  readonly username: string;
  readonly email: string;
  readonly password: string;
  /** Everybody knows this password: it opens nothing from elsewhere, and has to be changed at once. */
  readonly isDefault: boolean;
}

/** Where Doorward speaks of an option, the variable that sets it here. */
export const VARIABLES: Readonly<Record<string, string>> = {
  auth: 'REQUIRE_USER_AUTHENTICATION',
  basePath: 'MAGE_BASE_PATH',
  'session.absoluteSeconds': 'MAGE_ACCESS_TOKEN_EXPIRY_TIME',
  'tokens.accessSeconds': 'MAGE_ACCESS_TOKEN_EXPIRY_TIME',
  'accounts.owner.password': 'DEFAULT_OWNER_PASSWORD',
  'accounts.owner.isDefault': 'DEFAULT_OWNER_PASSWORD',
  'accounts.owner.username': 'DEFAULT_OWNER_USERNAME',
  'accounts.owner.email': 'DEFAULT_OWNER_EMAIL',
};

const HELP = `Usage: node [--env-file=.env] dist/<express|koa|hono>.js

A data pipeline tool with users and roles. It takes no flags, only variables:

  REQUIRE_USER_AUTHENTICATION    0 switches the login off, on this machine only (default 1)
  MAGE_ACCESS_TOKEN_EXPIRY_TIME  seconds until a token is over (default 2592000, 30 days)
  DEFAULT_OWNER_PASSWORD         makes the first owner; without it a link to set one up is printed
  DEFAULT_OWNER_USERNAME         his name (default admin)
  DEFAULT_OWNER_EMAIL            his address (default admin@admin.com)
  MAGE_BASE_PATH                 serve everything below this path
  DOORWARD_BOOTSTRAP_KEY         an API key for the first programs, with the rights of an owner
  HOST, PORT                     listen here (default 127.0.0.1 and 6789; PORT=0: any)

DOORWARD_DATA_FOLDER and the other variables of Doorward are read too: see docs/options.md.`;

/** The well-known password of Mage. */
const KNOWN_PASSWORD = 'admin';

export const settings: Settings = readSettings();

function readSettings(): Settings {
  if (process.argv.includes('--help')) {
    console.log(HELP);
    process.exit(0);
  }
  if (process.argv.length > 2) refuse(`${process.argv[2]}: there are no flags`);
  const mode = text('AUTHENTICATION_MODE');
  if (mode !== undefined && mode.toLowerCase() !== 'local') {
    refuse(`AUTHENTICATION_MODE ${mode}: this version knows LOCAL only`);
  }
  const required = readSwitch('REQUIRE_USER_AUTHENTICATION');
  const seconds = readNumber('MAGE_ACCESS_TOKEN_EXPIRY_TIME', 1, 34_560_000);
  const basePath = text('MAGE_BASE_PATH')?.replace(/^\/+|\/+$/g, '');
  return {
    host: text('HOST') ?? '127.0.0.1',
    port: readNumber('PORT', 0, 65_535) ?? 6789,
    doorward: {
      auth: required === undefined ? undefined : required ? 'required' : 'off',
      basePath: basePath === undefined ? undefined : `/${basePath}`,
      // A session is its token here: both end at once.
      session: seconds === undefined ? undefined : { absoluteSeconds: seconds },
    },
    tokenSeconds: seconds,
    owner: readOwner(),
  };
}

function readOwner(): Owner | undefined {
  const username = text('DEFAULT_OWNER_USERNAME');
  const email = text('DEFAULT_OWNER_EMAIL');
  const password = text('DEFAULT_OWNER_PASSWORD');
  if (password !== undefined) {
    const isDefault = password === KNOWN_PASSWORD;
    return { username: username ?? 'admin', email: email ?? 'admin@admin.com', password, isDefault };
  }
  if (username === undefined && email === undefined) return undefined;
  return refuse('DEFAULT_OWNER_PASSWORD is missing: give the owner one, or use the link of the first start');
}

/** An empty variable is one that was not given. */
function text(name: string): string | undefined {
  return process.env[name] || undefined;
}

function readSwitch(name: string): boolean | undefined {
  const value = text(name);
  if (value === undefined) return undefined;
  if (/^(?:1|t|true|yes|on)$/i.test(value)) return true;
  return /^(?:0|f|false|no|off)$/i.test(value) ? false : refuse(`${name} ${value}: write 1 or 0`);
}

function readNumber(name: string, least: number, most: number): number | undefined {
  const value = text(name);
  if (value === undefined) return undefined;
  const number = /^\d{1,8}$/.test(value) ? Number(value) : Number.NaN;
  if (number >= least && number <= most) return number;
  return refuse(`${name} ${value}: write a whole number from ${least} to ${most}`);
}

function refuse(what: string): never {
  console.error(`The server did not start. ${what}. Run with --help to see all variables.`);
  process.exit(1);
}
