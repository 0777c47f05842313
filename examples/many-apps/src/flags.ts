/**
 * The command line. PORT and HOST stand where no flag does.
 */

import { parseArgs } from 'node:util';

export interface Flags {
  readonly headless: boolean;
  readonly host: string;
  readonly port: number;
}

const HELP = `Usage: node dist/<express|koa|hono>.js [flags]

Four apps behind one login. A random token is made, and the address that signs in with it is printed
once. DOORWARD_TOKEN, DOORWARD_TOKEN_FILE and the other variables of Doorward are read too.

  --headless        do not open a browser
  --host <address>  listen here           (or HOST; default 127.0.0.1)
  --port <number>   listen here, 0 = any  (or PORT; default 3000)
  --help            show this`;

/** Wrong flags end the process with code 2, `--help` with 0. */
export const flags: Flags = readFlags();

function readFlags(): Flags {
  const values = parse();
  if (values.help) {
    console.log(HELP);
    process.exit(0);
  }
  return {
    headless: values.headless,
    host: values.host ?? (process.env['HOST'] || '127.0.0.1'),
    port: readPort(values.port, '--port') ?? readPort(process.env['PORT'] || undefined, 'PORT') ?? 3000,
  };
}

function parse() {
  try {
    const { values } = parseArgs({
      options: {
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

function readPort(value: string | undefined, name: string): number | undefined {
  if (value === undefined) return undefined;
  const port = /^\d{1,5}$/.test(value) ? Number(value) : Number.NaN;
  return port <= 65_535 ? port : refuse(`${name} ${value}: write a number from 0 (any free port) to 65535`);
}

function refuse(what: string): never {
  console.error(`${what}. Run with --help to see all flags.`);
  process.exit(2);
}
