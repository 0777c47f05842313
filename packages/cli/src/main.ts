/**
 * The command `doorward`: arguments in, exit status out.
 */

import { exitStatus, report } from './failure.ts';
import { createProgram } from './program.ts';

/**
 * Runs the command line, and answers the exit status: 0, 1 for what failed, 2 for a command that was
 * given wrongly, 130 after Ctrl-C. Never throws.
 */
export async function main(args: readonly string[]): Promise<number> {
  process.stdout.on('error', stopWithReader);
  try {
    await createProgram().parseAsync(args, { from: 'user' });
    return 0;
  } catch (error) {
    await report(error);
    return exitStatus(error);
  }
}

/** `doorward audit | head`: whoever read has enough. 141 is what a shell shows for it. */
function stopWithReader(error: NodeJS.ErrnoException): void {
  if (error.code !== 'EPIPE') throw error;
  process.exit(141);
}
