/**
 * The pipelines of this example and their runs: invented, in memory, and gone with the process.
 */

import { type Run, runPipeline } from './run.ts';

export interface Block {
  readonly name: string;
  readonly type: 'data_loader' | 'transformer' | 'data_exporter';
}

export interface Pipeline {
  readonly id: string;
  name: string;
  description: string;
  readonly schedule: string;
  readonly blocks: readonly Block[];
  /** The latest first. */
  runs: readonly Run[];
}

/** Hears that a run has begun, or has a new line. */
export type Watcher = (run: Run) => void;

const RUNS_KEPT = 20;

const all = new Map<string, Pipeline>();
const watchers = new Map<string, Set<Watcher>>();

export const pipelines = (): readonly Pipeline[] => [...all.values()];

export const findPipeline = (id: string): Pipeline | undefined => all.get(id);

export function addPipeline(name: string, description: string, schedule = 'by hand', blocks = BLOCKS): Pipeline {
  const stem = name.toLowerCase().replace(/[^a-z0-9]+/g, '_') || 'pipeline';
  let id = stem;
  for (let count = 2; all.has(id); count += 1) id = `${stem}_${count}`;
  const pipeline: Pipeline = { id, name, description, schedule, blocks, runs: [] };
  all.set(id, pipeline);
  return pipeline;
}

export function removePipeline({ id }: Pipeline): void {
  all.delete(id);
}

/** Answers how to stop. */
export function watchPipeline({ id }: Pipeline, watcher: Watcher): () => void {
  const mine = watchers.get(id) ?? new Set();
  watchers.set(id, mine.add(watcher));
  return () => mine.delete(watcher);
}

/** One at a time: answers the one that is under way. */
export function startRun(pipeline: Pipeline, startedBy: string): Run {
  const [last] = pipeline.runs;
  if (last?.status === 'running') return last;
  const number = (last?.number ?? 0) + 1;
  const run = runPipeline(pipeline.blocks, { number, startedBy }, (changed) => {
    for (const watcher of watchers.get(pipeline.id) ?? []) watcher(changed);
  });
  pipeline.runs = [run, ...pipeline.runs].slice(0, RUNS_KEPT);
  return run;
}

const BLOCKS: readonly Block[] = [
  { name: 'load_rows', type: 'data_loader' },
  { name: 'clean_rows', type: 'transformer' },
  { name: 'write_table', type: 'data_exporter' },
];

const clickstream = addPipeline('Clickstream', 'Page views of the shop, counted by minute.', 'every minute', [
  { name: 'read_events', type: 'data_loader' },
  { name: 'drop_robots', type: 'transformer' },
  { name: 'count_by_minute', type: 'transformer' },
  { name: 'write_views', type: 'data_exporter' },
]);
addPipeline('Daily orders', 'Orders of yesterday, with what was sent back.', 'at 06:00', [
  { name: 'load_orders', type: 'data_loader' },
  { name: 'join_returns', type: 'transformer' },
  { name: 'write_orders', type: 'data_exporter' },
]);
addPipeline('Supplier prices', 'Price lists as suppliers mail them, in one currency.', 'on Mondays');

startRun(clickstream, 'schedule');
setInterval(() => {
  if (all.has(clickstream.id)) startRun(clickstream, 'schedule');
}, 60_000).unref();
