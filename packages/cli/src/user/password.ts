/**
 * Where a new password comes from: asked for twice, or a line on standard input. Never an argument,
 * which others on the machine can read.
 */

import { isAuthError } from '@doorward/core';
import { sentenceOf, UsageError } from '../failure.ts';
import { askHidden, hasTerminal } from '../terminal/ask.ts';
import { note } from '../terminal/output.ts';
import { readLine } from '../terminal/standard-input.ts';

/** How often a person may choose again. */
const TRIES = 3;

/** @throws UsageError when nobody could be asked; before the store is opened. */
export function assertPasswordSource(fromInput: boolean, command: string): void {
  if (fromInput && hasTerminal()) {
    throw new UsageError('--password-stdin reads a pipe. Leave it out to be asked.', command);
  }
  if (!fromInput && !hasTerminal()) {
    throw new UsageError('there is no terminal to ask for the password. Use --password-stdin or --link.', command);
  }
}

/** Gets a password and uses it; a person whose password is refused may choose another. */
export async function withPassword<T>(
  fromInput: boolean,
  username: string,
  use: (password: string) => Promise<T>,
): Promise<T> {
  if (fromInput) return use(await readLine('password'));
  for (let left = TRIES - 1; ; left--) {
    const [password = '', again] = await askHidden([`New password for ${username}: `, 'The same again: ']);
    try {
      if (password !== again) throw await mismatch();
      return await use(password);
    } catch (error) {
      if (left === 0 || !isAboutPassword(error)) throw error;
      note(await sentenceOf(error));
    }
  }
}

async function mismatch(): Promise<Error> {
  const { fault } = await import('@doorward/accounts');
  return fault('accounts/password-mismatch', 'Type the same twice.');
}

const isAboutPassword = (error: unknown): boolean => isAuthError(error) && /^accounts\/password-/.test(error.code);
