/**
 * A built server as a process of its own, and what it prints: for the tests of all examples.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export type Framework = 'express' | 'koa' | 'hono';

export const FRAMEWORKS: readonly Framework[] = ['express', 'koa', 'hono'];

export type Variables = Readonly<Record<string, string>>;

/** Lines that examples print: `ready <url>` once they listen, `open <url>` with a way in. */
export type Line = 'ready' | 'open';

export interface ProcessOptions {
  readonly flags?: readonly string[];
  /** All that it is given, beside `PATH` and `PORT=0`. */
  readonly env?: Variables;
  /** Written to standard input after `stdinDelayMs`. */
  readonly stdin?: string;
  readonly stdinDelayMs?: number;
  /** What it has to print before it counts as started. Default `ready` alone. */
  readonly lines?: readonly Line[];
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ServerProcess {
  readonly port: number;
  /** What follows `ready `, such as `http://127.0.0.1:40123/`. */
  readonly readyUrl: string;
  /** The same without the last slash. */
  readonly url: string;
  /** What follows `open `; empty when nothing of the kind was printed. */
  readonly openUrl: string;
  /** The token of that address; empty when none was printed. */
  readonly token: string;
  /** All that it printed so far, both streams. */
  printed(): string;
  /** Sends the signal to this process only, and waits for its end. */
  stop(signal?: NodeJS.Signals): Promise<Ended>;
}

/** One that did not start by then, or end where it should, is ended: its test fails, and nothing stays behind. */
const LIMIT_MS = 45_000;

/** Starts a built file and waits for what it prints. @throws Error with all output when it ends before. */
export async function startServer(file: URL, options: ProcessOptions = {}): Promise<ServerProcess> {
  const { lines = ['ready'] } = options;
  const { child, output, ended } = launch(file, options);
  const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
  const line = (name: Line): string => new RegExp(`^${name} (\\S+)$`, 'm').exec(output.stdout)?.[1] ?? '';
  await new Promise<void>((resolve, reject) => {
    child.stdout.on('data', () => {
      if (lines.every((name) => line(name) !== '')) resolve();
    });
    void ended.then(({ code, stdout, stderr }) =>
      reject(new Error(`${file.pathname} ended with ${code}, before ${lines.join(', ')}:\n${stdout}${stderr}`)),
    );
  });
  clearTimeout(timer);
  const readyUrl = line('ready');
  const openUrl = line('open');
  return {
    port: Number(new URL(readyUrl).port),
    readyUrl,
    url: readyUrl.replace(/\/$/, ''),
    openUrl,
    token: openUrl === '' ? '' : (new URL(openUrl).searchParams.get('access_token') ?? ''),
    printed: () => output.stdout + output.stderr,
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}

/** Starts it with what should stop the start, and waits for its end. */
async function startInVain(file: URL, options: ProcessOptions = {}): Promise<Ended> {
  const { child, ended } = launch(file, options);
  const timer = setTimeout(() => child.kill('SIGKILL'), LIMIT_MS);
  const end = await ended;
  clearTimeout(timer);
  return end;
}

/** The built servers of an example. */
export interface BuiltExample {
  start(framework: Framework, options?: ProcessOptions): Promise<ServerProcess>;
  startInVain(framework: Framework, options?: ProcessOptions): Promise<Ended>;
}

/** Of the example whose tests stand beside `testFile`, with these flags in each start. */
export function builtExample(testFile: string, flags: readonly string[] = []): BuiltExample {
  const built = (framework: Framework): URL => new URL(`../dist/${framework}.js`, testFile);
  const flagged = (options: ProcessOptions): ProcessOptions => ({
    ...options,
    flags: [...flags, ...(options.flags ?? [])],
  });
  return {
    start: (framework, options = {}) => startServer(built(framework), flagged(options)),
    startInVain: (framework, options = {}) => startInVain(built(framework), flagged(options)),
  };
}

function launch(file: URL, { flags = [], env = {}, stdin, stdinDelayMs = 0 }: ProcessOptions) {
  const path = fileURLToPath(file);
  if (!existsSync(path))
    throw new Error(`${path} is missing. Build first: npm run build, at the top of the repository.`);
  const child = spawn(process.execPath, [path, ...flags], { env: { PATH: process.env['PATH'], PORT: '0', ...env } });
  left.add(child);
  child.once('close', () => left.delete(child));
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name].setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  if (stdin === undefined) child.stdin.end();
  else setTimeout(() => child.stdin.end(stdin), stdinDelayMs);
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, ...output })));
  return { child, output, ended };
}

/** None outlives the tests, however they end. */
const left = new Set<ChildProcess>();
process.once('exit', () => {
  for (const child of left) child.kill('SIGKILL');
});
