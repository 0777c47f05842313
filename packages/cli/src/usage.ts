/**
 * What is said when a command was given wrongly. Nothing that was typed after a `=` is repeated: it may
 * be a password.
 */

import type { Command, CommanderError } from 'commander';
import { UsageError } from './failure.ts';

/** Turns the errors of a command and of those below it into usage errors with the help to read. */
export function reportWrongUse(command: Command): void {
  command.exitOverride((error) => {
    throw error.exitCode === 0 ? error : usageError(error, command);
  });
  for (const each of command.commands) reportWrongUse(each);
}

/** The whole name, such as `doorward user add`. */
export function pathOf(command: Command): string {
  return command.parent === null ? command.name() : `${pathOf(command.parent)} ${command.name()}`;
}

function usageError(error: CommanderError, command: Command): UsageError {
  if (error.code === 'commander.help') return new UsageError('', null);
  const [first = '', ...others] = error.message.replace(/^error: /, '').split('\n');
  const what = /^(unknown option '[^=]*)=.*$/s.exec(first)?.[1]?.concat("'") ?? first;
  const more = others.map((line) => line.replace(/^\((.*)\)$/, '$1'));
  if (error.code === 'commander.unknownOption' && PASSWORD.test(first)) more.splice(0, more.length, NEVER);
  if (error.code === 'commander.unknownCommand' && more.length === 0) more.push(...elsewhere(first, command));
  return new UsageError([what, ...more].map(asSentence).join(' '), pathOf(command));
}

const PASSWORD = /'--?p(?:ass|w|'|=)/i;
const NEVER =
  'A password is never an argument, since others on the machine can read those: leave it out to be asked, or use --password-stdin.';

/** Whoever says `doorward list` means `doorward user list`. */
function elsewhere(message: string, command: Command): readonly string[] {
  const name = /'(.*)'/.exec(message)?.[1];
  const groups = command.commands.filter((group) => group.commands.some((each) => each.name() === name));
  return groups.map((group) => `Did you mean ${pathOf(group)} ${name}?`);
}

const asSentence = (text: string): string => (/[.?!]$/.test(text) ? text : `${text}.`);
