/**
 * Where this server listens, and the provider where people sign in. Everything else about signing in is a variable
 * of Doorward; `.env.example` explains those that matter here.
 */

import { type ProviderSettings, readProvider } from './provider-settings.ts';
import { refuse } from './refuse.ts';

export interface Settings {
  readonly host: string;
  readonly port: number;
  /** `null`: people sign in with passwords alone. */
  readonly provider: ProviderSettings | null;
}

const HELP = `Usage: node [--env-file=.env] dist/<express|koa|hono>.js

The server of an AI assistant, for people and for programs. It takes no flags, only variables:

  HOST, PORT                listen here (default 127.0.0.1 and 5000; PORT=0: any)
  DOORWARD_OWNER_USERNAME   name of the first admin (default owner)
  DOORWARD_OWNER_PASSWORD   his password; without it a link to set him up is printed
  DOORWARD_BOOTSTRAP_KEY    an API key with every right, for programs that set things up
  DOORWARD_DATA_FOLDER      where users, keys and sessions are kept (default data, beside src)

With a provider people sign in there as well as with a password:

  AUTH_PROVIDER             MICROSOFT, ORACLE, or OIDC for any other
  AUTH_RESPONSE_MODE        how it sends browsers back: query (default) or form_post

  MICROSOFT_ENTRA_ID_TENANT_ID, _CLIENT_ID, _CLIENT_SECRET, _REDIRECT_URI
  AZURE_AUTHORITY_HOST      default https://login.microsoftonline.com

  ORACLE_AUTH_TENANT_URL, _CLIENT_ID, _CLIENT_SECRET, _REDIRECT_URL
  ORACLE_AUTH_ISSUER        default https://identity.oraclecloud.com/

  DOORWARD_OIDC_ISSUER, _CLIENT_ID, _CLIENT_SECRET, and DOORWARD_PUBLIC_URL
  DOORWARD_OIDC_NAME        what people call it (default your company)

  DOORWARD_OIDC_ROLES_MAPPING  roles by value of the claim "roles", for each of the three
                            (default {"admin": "admin", "Admin": "admin"}; others are "user")

The other variables of Doorward are read too: see docs/options.md.`;

export const settings: Settings = readSettings();

function readSettings(): Settings {
  if (process.argv.includes('--help')) {
    console.log(HELP);
    process.exit(0);
  }
  if (process.argv.length > 2) refuse(`${process.argv[2]}: there are no flags`);
  const { HOST: host, PORT: port } = process.env;
  return { host: host || '127.0.0.1', port: readPort(port || '5000'), provider: readProvider() };
}

function readPort(value: string): number {
  const port = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  return port <= 65_535 ? port : refuse(`PORT ${value}: write a whole number from 0 to 65535`);
}
