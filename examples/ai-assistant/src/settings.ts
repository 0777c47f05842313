/**
 * Where this server listens. Everything about signing in is a variable of Doorward; `.env.example` explains
 * those that matter here.
 */

export interface Settings {
  readonly host: string;
  readonly port: number;
}

const HELP = `Usage: node [--env-file=.env] dist/<express|koa|hono>.js

The server of an AI assistant, for people and for programs. It takes no flags, only variables:

  HOST, PORT                listen here (default 127.0.0.1 and 5000; PORT=0: any)
  DOORWARD_OWNER_USERNAME   name of the first admin (default owner)
  DOORWARD_OWNER_PASSWORD   his password; without it a link to set him up is printed
  DOORWARD_BOOTSTRAP_KEY    an API key with every right, for programs that set things up
  DOORWARD_DATA_FOLDER      where users, keys and sessions are kept (default data, beside src)

The other variables of Doorward are read too: see docs/options.md.`;

export const settings: Settings = readSettings();

function readSettings(): Settings {
  if (process.argv.includes('--help')) {
    console.log(HELP);
    process.exit(0);
  }
  if (process.argv.length > 2) refuse(`${process.argv[2]}: there are no flags`);
  const provider = process.env['AUTH_PROVIDER'];
  if (provider) refuse(`AUTH_PROVIDER ${provider}: people sign in with passwords here, so leave it empty`);
  return { host: process.env['HOST'] || '127.0.0.1', port: readPort(process.env['PORT'] || '5000') };
}

function readPort(value: string): number {
  const port = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  return port <= 65_535 ? port : refuse(`PORT ${value}: write a whole number from 0 to 65535`);
}

function refuse(what: string): never {
  console.error(`The server did not start. ${what}. Run with --help to see all variables.`);
  process.exit(1);
}
