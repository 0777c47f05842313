/**
 * `key` and the commands below it.
 */

import { type Command, Option } from 'commander';
import { answer, collect } from '../action.ts';
import type { GlobalOptions } from '../store.ts';
import { pathOf } from '../usage.ts';
import type { AddKeyOptions } from './add-key.ts';
import type { DeleteKeyOptions, RotateOptions } from './change-key.ts';
import { readExpiry, readOverlap } from './key-times.ts';
import type { KeyListOptions } from './list-keys.ts';

const KEY = 'its id, as `doorward key list` shows it';

export function addKeyCommands(program: Command): void {
  const key = program.command('key').description('add, change and look at API keys');
  addAdd(key);
  addReading(key);
  addChanges(key);
}

function addAdd(key: Command): void {
  key
    .command('add')
    .description('make a key, and print it this once')
    .argument('<name>', 'what uses it, for people')
    .option('--owner <user>', 'the user it acts as; username, e-mail address or id (default: nobody, a service key)')
    .addOption(
      new Option('--role <role>', 'a role of a service key, once for each').argParser(collect).conflicts('owner'),
    )
    .option('--permission <permission>', 'all that it may do at most, such as report:read, once for each', collect)
    .option('--expires <when>', 'after so many days (90), or on a day (2027-01-31) (default: never)', readExpiry)
    .action(async (name: string, _options: object, command: Command) => {
      const { addKey } = await import('./add-key.ts');
      await answer(command, addKey(name, command.optsWithGlobals<AddKeyOptions>()));
    });
}

function addReading(key: Command): void {
  key
    .command('list')
    .description('list service keys, or those of a user')
    .option('--owner <user>', 'the user; username, e-mail address or id')
    .action(async (_options: object, command: Command) => {
      const { listKeys } = await import('./list-keys.ts');
      await answer(command, listKeys(command.optsWithGlobals<KeyListOptions>()));
    });
  key
    .command('show')
    .description('show a key, without its secret')
    .argument('<key>', KEY)
    .action(async (id: string, _options: object, command: Command) => {
      const { showKey } = await import('./list-keys.ts');
      await answer(command, showKey(id, command.optsWithGlobals<GlobalOptions>()));
    });
}

function addChanges(key: Command): void {
  for (const [name, status, what] of [
    ['disable', 'disabled', 'shut out whatever uses a key'],
    ['enable', 'active', 'let it in again'],
  ] as const) {
    key
      .command(name)
      .description(what)
      .argument('<key>', KEY)
      .action(async (id: string, _options: object, command: Command) => {
        const { setKeyStatus } = await import('./change-key.ts');
        await answer(command, setKeyStatus(id, status, command.optsWithGlobals<GlobalOptions>()));
      });
  }
  key
    .command('rotate')
    .description('give a key another secret, and print it this once')
    .argument('<key>', KEY)
    .option(
      '--overlap <time>',
      'for how long the one before counts: seconds, or 30m, 12h, 7d (default: 1d)',
      readOverlap,
    )
    .action(async (id: string, _options: object, command: Command) => {
      const { rotateKey } = await import('./change-key.ts');
      await answer(command, rotateKey(id, command.optsWithGlobals<RotateOptions>()));
    });
  key
    .command('delete')
    .description('delete a key for good; asks first')
    .argument('<key>', KEY)
    .option('--yes', 'do not ask')
    .action(async (id: string, _options: object, command: Command) => {
      const { deleteKey } = await import('./change-key.ts');
      await answer(command, deleteKey(id, command.optsWithGlobals<DeleteKeyOptions>(), pathOf(command)));
    });
}
