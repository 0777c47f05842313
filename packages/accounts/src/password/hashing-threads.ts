/**
 * Threads of our own for argon2id. Node's are for files and DNS, and their number is the app's to choose;
 * these are as many as hash at a time, start with the first password, and end when none has come for a while.
 */

import { createRequire } from 'node:module';
import { Worker } from 'node:worker_threads';
import { HASHING_PROGRAM, type HashAnswer, type HashJob } from './hashing-program.ts';

interface Waiting {
  resolve(value: unknown): void;
  reject(error: unknown): void;
}

interface Thread {
  readonly worker: Worker;
  /** Who waits for its answer; `null` while it is idle. */
  waiting: Waiting | null;
  /** True once it has answered: before that it may be unable to. */
  works: boolean;
}

const IDLE_MS = 60_000;

const idle: Thread[] = [];
let ending: NodeJS.Timeout | undefined;
/** Where no thread can be started, Node's are used. */
let areImpossible = false;

/** Does the job in a thread, one job in each; a failure of the job is thrown. */
export async function hashInThread(job: HashJob): Promise<unknown> {
  if (areImpossible) return hashHere(job);
  try {
    return await new Promise((resolve, reject) => ask(idle.pop() ?? startThread(), job, { resolve, reject }));
  } catch (error) {
    if (!(error instanceof NoThread)) throw error;
    const done = await hashHere(job);
    // Only now: where neither works there is nothing left to start anything with, such as files, for a while.
    areImpossible = true;
    return done;
  }
}

function ask(thread: Thread, job: HashJob, waiting: Waiting): void {
  clearTimeout(ending);
  thread.waiting = waiting;
  // Who waits for a hash keeps the process alive, and an idle thread does not.
  thread.worker.ref();
  thread.worker.postMessage(job);
}

function startThread(): Thread {
  const worker = newWorker();
  const thread: Thread = { worker, waiting: null, works: false };
  worker.on('message', (answer: HashAnswer) => {
    const { waiting } = thread;
    thread.works = true;
    thread.waiting = null;
    worker.unref();
    idle.push(thread);
    ending = setTimeout(endThreads, IDLE_MS).unref();
    if ('failure' in answer) waiting?.reject(new Error(`argon2: ${answer.failure}`));
    else waiting?.resolve(answer.value);
  });
  let failure: unknown;
  worker.on('error', (error) => (failure = error));
  worker.on('exit', (code) => {
    const place = idle.indexOf(thread);
    if (place !== -1) idle.splice(place, 1);
    const why = new Error(`A hashing thread ended with ${code}.`, { cause: failure });
    thread.waiting?.reject(thread.works ? why : new NoThread(why));
  });
  return thread;
}

function newWorker(): Worker {
  try {
    // Flags of the process, such as loaders, are none of its business.
    return new Worker(HASHING_PROGRAM, {
      eval: true,
      execArgv: [],
      name: 'doorward hashing',
      workerData: createRequire(import.meta.url).resolve(LIBRARY),
    });
  } catch (error) {
    throw new NoThread(error);
  }
}

function endThreads(): void {
  for (const { worker } of idle.splice(0)) void worker.terminate();
}

const LIBRARY = '@node-rs/argon2';

class NoThread extends Error {
  constructor(cause: unknown) {
    super('No thread can be started for hashing.', { cause });
  }
}

/** In Node's threads. Loaded here, so that a start without a password does not pay for the binary. */
async function hashHere({ does, with: parameters }: HashJob): Promise<unknown> {
  const { hash, verify } = await import('@node-rs/argon2');
  const run = (does === 'hashSync' ? hash : verify) as (...given: readonly unknown[]) => Promise<unknown>;
  return run(...parameters);
}
