/**
 * What the actions of commands share.
 */

import type { Command } from 'commander';
import type { GlobalOptions } from './store.ts';
import { type Answer, show } from './terminal/output.ts';

/** Shown once the store is closed: what is said to be done is written. */
export async function answer(command: Command, working: Promise<Answer>): Promise<void> {
  show(await working, command.optsWithGlobals<GlobalOptions>().json === true);
}

/** For an option that is given once for each value. Not `<role...>`: that takes the argument after it for a value. */
export const collect = (value: string, values: readonly string[] = []): readonly string[] => [...values, value];
