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
  /** Resolves when none is under way; there is no further one. */
  stop(): Promise<void>;
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
  let running: Promise<void> | undefined;
  let stopped = false;

  /** Waits for nobody: what readers still need is moved the next time. */
  const move = (): Promise<void> => background.run('pragma wal_checkpoint(passive)');

  async function run(): Promise<void> {
    try {
      await move();
      // The little that came meanwhile: SQLite begins its log anew when all of it has been moved.
      if (!stopped) await betweenWrites(move);
    } catch (error) {
      if (!isBusy(error)) onError(error);
    } finally {
      running = undefined;
    }
  }

  return {
    committed() {
      commits += 1;
      if (commits < COMMITS || running !== undefined || stopped) return;
      commits = 0;
      running = run();
    },
    async stop() {
      stopped = true;
      await running;
    },
  };
}
