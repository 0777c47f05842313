/**
 * Moves what was committed from the log into the database, beside the event loop: SQLite would do it within a
 * commit, past a thousand pages, and wait for the disk twice.
 *
 * @see https://sqlite.org/wal.html#ckpt
 */

import type { Background } from './background.ts';
import { isBusy } from './sqlite-error.ts';

export interface Checkpoints {
  /** Counts a commit; moves what is there every now and then. */
  committed(): void;
}

/** A login has about seven, of a few pages each. */
const COMMITS = 200;

/** Pages of the log past which SQLite moves them itself, should this one not keep up: 40 MB. */
export const LAST_RESORT_PAGES = 10_000;

export interface CheckpointParts {
  readonly background: Background;
  /** Runs a step while this process writes nothing. */
  readonly betweenWrites: (step: () => Promise<void>) => Promise<void>;
  readonly onError: (error: unknown) => void;
}

export function createCheckpoints({ background, betweenWrites, onError }: CheckpointParts): Checkpoints {
  let commits = 0;
  let isRunning = false;

  /** Waits for nobody: what readers still need is moved the next time. */
  const move = (): Promise<void> => background.run('pragma wal_checkpoint(passive)');

  async function run(): Promise<void> {
    isRunning = true;
    try {
      await move();
      // The little that came meanwhile: SQLite begins its log anew when all of it has been moved.
      await betweenWrites(move);
    } catch (error) {
      if (!isBusy(error)) onError(error);
    } finally {
      isRunning = false;
    }
  }

  return {
    committed() {
      commits += 1;
      if (commits < COMMITS || isRunning) return;
      commits = 0;
      void run();
    },
  };
}
