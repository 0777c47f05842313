/**
 * The command line: the flags of the notebook server of seed 002. PORT and HOST stand where no flag does.
 */

import { parseArgs } from 'node:util';

export interface Flags {
  /** False after `--no-token`: everybody on this machine is let in. */
  readonly token: boolean;
  readonly tokenPassword: string | undefined;
  readonly tokenPasswordFile: string | undefined;
  readonly baseUrl: string | undefined;
  readonly headless: boolean;
  readonly host: string;
  readonly port: number;
}

const HELP = `Usage: node dist/<express|koa|hono>.js [flags]

A notebook server behind a login. Without a token flag a random token is made, and the address that
signs in with it is printed once.

  --token-password <token>      use this token (other users of this machine can see it in ps)
  --token-password-file <file>  use the token in this file; - reads standard input
  --no-token                    no login at all, for this machine only
  --base-url </prefix>          serve everything below this path
  --headless                    do not open a browser
  --host <address>              listen here            (or HOST; default 127.0.0.1)
  --port <number>               listen here, 0 = any   (or PORT; default 2718)
  --help                        show this`;

/** Wrong flags end the process with code 2, `--help` with 0. */
export const flags: Flags = readFlags();

function readFlags(): Flags {
  const values = parse();
  if (values.help) {
    console.log(HELP);
    process.exit(0);
  }
  return {
    token: values.token,
    tokenPassword: values['token-password'],
    tokenPasswordFile: values['token-password-file'],
    baseUrl: readBaseUrl(values['base-url']),
    headless: values.headless,
    host: values.host ?? (process.env['HOST'] || '127.0.0.1'),
    port: readPort(values.port, '--port') ?? readPort(process.env['PORT'] || undefined, 'PORT') ?? 2718,
  };
}

function parse() {
  try {
    const { values } = parseArgs({
      allowNegative: true,
      options: {
        token: { type: 'boolean', default: true },
        'token-password': { type: 'string' },
        'token-password-file': { type: 'string' },
        'base-url': { type: 'string' },
        headless: { type: 'boolean', default: false },
        host: { type: 'string' },
        port: { type: 'string' },
        help: { type: 'boolean', default: false },
      },
    });
    return values;
  } catch (error) {
    return refuse((error as Error).message.split(/\. |\n/, 1)[0] ?? '');
  }
}

function readBaseUrl(value: string | undefined): string | undefined {
  if (value === undefined || value.startsWith('/')) return value?.replace(/\/$/, '');
  return refuse(`--base-url ${value}: begin it with a slash, such as --base-url /notebooks`);
}

function readPort(value: string | undefined, name: string): number | undefined {
  if (value === undefined) return undefined;
  const port = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  return port <= 65_535 ? port : refuse(`${name} ${value}: write a number from 0 (any free port) to 65535`);
}

function refuse(what: string): never {
  console.error(`${what}. Run with --help to see all flags.`);
  process.exit(2);
}
