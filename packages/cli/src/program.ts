/**
 * The commands, their options and help. What a command does is loaded when it is called.
 */

import { readFileSync } from 'node:fs';
import { Command, Option } from 'commander';
import { addAuditCommand } from './audit/audit-command.ts';
import { addCopyCommand } from './copy/copy-command.ts';
import { addKeyCommands } from './key/key-commands.ts';
import type { GlobalOptions } from './store.ts';
import { note, show } from './terminal/output.ts';
import { reportWrongUse } from './usage.ts';
import { addUserCommands } from './user/user-commands.ts';

export function createProgram(): Command {
  const program = new Command('doorward')
    .description('Manages the users and API keys of a Doorward, on the machine that keeps them.')
    .version(version(), '--version', 'show the version')
    .helpOption('-h, --help', 'show this')
    .helpCommand('help [command]', 'show the help of a command')
    .configureHelp({ showGlobalOptions: true })
    .configureOutput({ outputError: () => undefined })
    .option('--data-folder <path>', 'the data folder of the server (default: DOORWARD_DATA_FOLDER, or ./doorward-data)')
    .addOption(
      new Option(
        '--database-url <url>',
        'its PostgreSQL database, in place of a folder (default: DOORWARD_DATABASE_URL, which keeps a password out of sight)',
      ).conflicts('dataFolder'),
    )
    .option('--role-set <set>', 'its roles: team, superuser, studio, or a JSON file (default: DOORWARD_ROLES, or team)')
    .option('--json', 'print JSON')
    .addHelpText('after', EXAMPLES);
  program
    .command('secret')
    .description('make a secret for DOORWARD_SECRET')
    .action(async (_options: object, command: Command) => printSecret(command.optsWithGlobals<GlobalOptions>()));
  addUserCommands(program);
  addKeyCommands(program);
  addAuditCommand(program);
  addCopyCommand(program);
  reportWrongUse(program);
  return program;
}

const EXAMPLES = `
Examples:
  doorward user add ada --role owner --create    the first user, before the server ever ran
  doorward user list --data-folder /srv/app/doorward-data
  doorward user link ada                         a link to choose a new password
  doorward key add deploy --role editor --expires 90
  doorward audit --type login-failure --from 24h
  doorward copy --to postgres://app@db.internal/app    from the data folder, for several instances

It works on the store itself and asks no server: whoever may write the store may do all of this.`;

async function printSecret({ json = false }: GlobalOptions): Promise<void> {
  const { randomSecret } = await import('@doorward/core');
  const secret = randomSecret();
  show({ text: secret, json: { secret } }, json);
  note('Set it as DOORWARD_SECRET, or name a file with it in DOORWARD_SECRET_FILE. Each instance needs the same one.');
}

function version(): string {
  return (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;
}
