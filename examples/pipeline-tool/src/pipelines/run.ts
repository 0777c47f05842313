/**
 * One run of a pipeline. Nothing is computed: it takes its time, and writes a log.
 */

import type { Block } from './pipelines.ts';

export interface Run {
  readonly number: number;
  readonly startedBy: string;
  /** Milliseconds since the epoch. */
  readonly startedAt: number;
  status: 'running' | 'completed';
  lines: readonly string[];
}

const STEP_MS = 700;

/** Starts at once; `changed` is called with every line. Keeps no process alive. */
export function runPipeline(
  blocks: readonly Block[],
  about: Pick<Run, 'number' | 'startedBy'>,
  changed: (run: Run) => void,
): Run {
  const script = blocks.flatMap(linesOf);
  const run: Run = { ...about, startedAt: Date.now(), status: 'running', lines: [] };
  const step = (): void => {
    const next = script[run.lines.length];
    run.status = next === undefined ? 'completed' : 'running';
    run.lines = [...run.lines, `${clock()}  ${next ?? 'pipeline completed'}`];
    changed(run);
    if (next !== undefined) setTimeout(step, STEP_MS).unref();
  };
  setTimeout(step, 0).unref();
  return run;
}

function linesOf({ name, type }: Block): readonly string[] {
  const rows = 1_000 + Math.floor(Math.random() * 90_000);
  return [`${name}: started (${type})`, `${name}: ${rows.toLocaleString('en-GB')} rows`, `${name}: done`];
}

const clock = (): string => new Date().toISOString().slice(11, 19);
