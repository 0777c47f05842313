/**
 * The variables of this tool: the names that Mage gave them, and what they are in Doorward. They are
 * read once; a value that cannot be used ends the process with one line that says what to write.
 *
 * Every DOORWARD_* variable counts besides.
 */

import type { DoorwardOptions } from '@doorward/auth';
import { type Directory, readDirectory } from './ldap-settings.ts';
import { readNumber, readSwitch, refuse, text } from './variables.ts';

export interface Settings {
  readonly host: string;
  readonly port: number;
  /** What the variables say about the login. */
  readonly doorward: Pick<DoorwardOptions, 'auth' | 'basePath' | 'session'>;
  /** For how long a token counts; `undefined` leaves it to the default. */
  readonly tokenSeconds: number | undefined;
  /** The first owner; without one the console shows a link to set one up. */
  readonly owner: Owner | undefined;
  /** Where people are known, with AUTHENTICATION_MODE=ldap. */
  readonly directory: Directory | undefined;
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
  'accounts.owner': 'DEFAULT_OWNER_PASSWORD',
  'accounts.owner.password': 'DEFAULT_OWNER_PASSWORD',
  'accounts.owner.isDefault': 'DEFAULT_OWNER_PASSWORD',
  'accounts.owner.username': 'DEFAULT_OWNER_USERNAME',
  'accounts.owner.email': 'DEFAULT_OWNER_EMAIL',
  'ldap.url': 'LDAP_SERVER',
  'ldap.bindDn': 'LDAP_BIND_DN',
  'ldap.bindPassword': 'LDAP_BIND_PASSWORD',
  'ldap.baseDn': 'LDAP_BASE_DN',
  'ldap.userFilter': 'LDAP_AUTHENTICATION_FILTER',
  'ldap.accessFilter': 'LDAP_AUTHORIZATION_FILTER',
  'ldap.groups.attribute': 'LDAP_GROUP_FIELD',
  'ldap.roles.mapping': 'LDAP_ROLES_MAPPING',
};

const HELP = `Usage: node [--env-file=.env] dist/<express|koa|hono>.js

A data pipeline tool with users and roles. It takes no flags, only variables:

  REQUIRE_USER_AUTHENTICATION    0 switches the login off, on this machine only (default 1)
  MAGE_ACCESS_TOKEN_EXPIRY_TIME  seconds until a token is over (default 2592000, 30 days)
  DEFAULT_OWNER_PASSWORD         makes the first owner; without it a link to set one up is printed
  DEFAULT_OWNER_USERNAME         his name (default admin)
  DEFAULT_OWNER_EMAIL            his address (default admin@admin.com)
  MAGE_BASE_PATH                 serve everything below this path
  AUTHENTICATION_MODE            LOCAL, or LDAP: names and passwords of a directory (default LOCAL)
  LDAP_SERVER, LDAP_BASE_DN      where the directory is, ldaps://host, and where people are in it
  LDAP_BIND_DN, _BIND_PASSWORD   who searches there
  LDAP_AUTHENTICATION_FILTER     finds a person (default (cn={username}))
  LDAP_AUTHORIZATION_FILTER      has to find something for {user_dn}, else nobody gets in (default: none)
  LDAP_GROUP_FIELD               attribute with a person's groups (default memberOf)
  LDAP_ROLES_MAPPING             roles by group, as JSON: {"cn=it,dc=example,dc=com": ["Admin"]}
  LDAP_DEFAULT_ACCESS            role of whom no group gives one (default: none)
  LDAP_ADMIN_USERNAME            who is the owner (default: nobody in particular)
  UPDATE_ROLES_ON_LOGIN          1: roles follow the directory at each sign-in (default 0: at the first)
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
  if (mode !== undefined && !/^(?:local|ldap)$/i.test(mode)) {
    refuse(`AUTHENTICATION_MODE ${mode}: write LOCAL or LDAP`);
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
    directory: mode?.toLowerCase() === 'ldap' ? readDirectory() : undefined,
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
