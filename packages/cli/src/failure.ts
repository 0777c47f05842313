/**
 * What can go wrong, as one line for a person and a status for a script.
 */

import { isAuthError } from '@doorward/core';
import { CommanderError } from 'commander';
import { note } from './terminal/output.ts';

/** It cannot be done as things are; the message says what to do. */
export class CommandError extends Error {
  override readonly name = 'CommandError';
}

/** The command was given wrongly. */
export class UsageError extends Error {
  override readonly name = 'UsageError';
  /** Whose `--help` to read, such as `doorward user add`; `null` when it was shown already. */
  readonly command: string | null;

  constructor(message: string, command: string | null) {
    super(message);
    this.command = command;
  }
}

/** Ctrl-C at a question. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

export function exitStatus(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode;
  if (error instanceof Interrupted) return 130;
  return error instanceof UsageError ? 2 : 1;
}

/** Says it on standard error; help and version have been shown, and nothing is said after Ctrl-C. */
export async function report(error: unknown): Promise<void> {
  if (error instanceof CommanderError || error instanceof Interrupted) return;
  if (error instanceof UsageError) {
    if (error.command !== null) note(`doorward: ${error.message} See: ${error.command} --help`);
    return;
  }
  note(`doorward: ${await sentenceOf(error)}`);
  if (process.env['DOORWARD_DEBUG']) console.error(error);
}

/** One line. Messages of AuthErrors hold no secret. */
export async function sentenceOf(error: unknown): Promise<string> {
  const text = error instanceof Error ? error.message : String(error);
  const line = text.replace(/\s+/g, ' ').trim();
  if (error instanceof CommandError) return line;
  if (!isAuthError(error)) return `${line} (DOORWARD_DEBUG=1 shows where)`;
  const { problemOf } = await import('@doorward/accounts');
  const problem = problemOf(error);
  if (problem === null) return line;
  return error.code === 'accounts/field-invalid' ? `${error.option}: ${line}` : `${problem.title}. ${line}`;
}
