/**
 * Where this server listens, and whose keys it takes. All else is a variable of Doorward; `.env.example` explains those
 * that matter here.
 */

import { fileURLToPath } from 'node:url';

export interface Settings {
  readonly host: string;
  readonly port: number;
  /** What stands before every route of the API, such as `/api`. */
  readonly apiPrefix: string;
  /** Path of the file with the users and their keys; `null`: there are none, as there are no passwords. */
  readonly usersFile: string | null;
}

const HELP = `Usage: node [--env-file=.env] dist/<express|koa|hono>.js

A studio for agents, workflows and datasets. It takes no flags, only variables:

  HOST, PORT                listen here (default 127.0.0.1 and 4111; PORT=0: any)
  API_PREFIX                what stands before the API (default /api)
  STUDIO_USERS              a file of users and their keys (default users.json)
  DOORWARD_OWNER_PASSWORD   of the first owner with a password; without it a link to set him up is printed
  DOORWARD_AUTH=off         no login: this machine alone, and it may do everything

With a provider people sign in there as well:

  DOORWARD_PUBLIC_URL, DOORWARD_OIDC_NAME, _ISSUER, _CLIENT_ID, _CLIENT_SECRET
  DOORWARD_OIDC_ROLES_CLAIM, _ROLES_MAPPING   which words of the provider give which role
  DOORWARD_PASSWORDS=false  they sign in there alone; no keys are taken either, unless STUDIO_USERS names some

The other variables of Doorward are read too: see docs/options.md.`;

/** Their keys stand in a public repository. */
const KNOWN_USERS = fileURLToPath(new URL('../users.json', import.meta.url));

export const settings: Settings = readSettings(process.env);

function readSettings(env: NodeJS.ProcessEnv): Settings {
  if (process.argv.includes('--help')) {
    console.log(HELP);
    process.exit(0);
  }
  if (process.argv.length > 2) refuse(`${process.argv[2]}: there are no flags`);
  const host = env['HOST'] || '127.0.0.1';
  const usersFile = env['STUDIO_USERS'] || (hasPasswords(env) ? KNOWN_USERS : null);
  if (usersFile === KNOWN_USERS && !/^(localhost|127\.\d+\.\d+\.\d+|::1)$/.test(host)) {
    refuse(`HOST ${host}: everybody knows the keys of users.json. Name a file of your own by STUDIO_USERS`);
  }
  return {
    host,
    usersFile,
    port: readPort(env['PORT'] || '4111'),
    apiPrefix: readPrefix(env['API_PREFIX'] || '/api'),
  };
}

/** As Doorward reads the variable; what is neither yes nor no, it refuses. */
function hasPasswords({ DOORWARD_PASSWORDS: given = '' }: NodeJS.ProcessEnv): boolean {
  return !/^(?:0|false|no|off)$/i.test(given);
}

function readPort(value: string): number {
  const port = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  return port <= 65_535 ? port : refuse(`PORT ${value}: write a whole number from 0 to 65535`);
}

function readPrefix(value: string): string {
  return /^(\/[a-z0-9_-]+)+$/.test(value) ? value : refuse(`API_PREFIX ${value}: write a path such as /api`);
}

function refuse(what: string): never {
  console.error(`The server did not start. ${what}. Run with --help to see all variables.`);
  process.exit(1);
}
