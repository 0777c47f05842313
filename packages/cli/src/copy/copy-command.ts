/**
 * `copy` and where it copies to.
 */

import type { Command } from 'commander';
import type { CopyOptions } from './copy-data-folder.ts';

export function addCopyCommand(program: Command): void {
  program
    .command('copy')
    .description('copy everything from the data folder into a new PostgreSQL database; stop the server first')
    .option('--to <url>', 'the database (default: DOORWARD_DATABASE_URL, which keeps a password out of sight)')
    .action(async (_options: object, command: Command) => {
      const { copyDataFolder } = await import('./copy-data-folder.ts');
      await copyDataFolder(command.optsWithGlobals<CopyOptions>());
    });
}
