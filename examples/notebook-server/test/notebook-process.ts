/**
 * The built example as a process of its own, and what it prints.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

export type Framework = 'express' | 'koa' | 'hono';

export interface StartOptions {
  readonly flags?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** Written to standard input after `stdinDelayMs`. */
  readonly stdin?: string;
  readonly stdinDelayMs?: number;
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface NotebookProcess {
  /** What follows `ready `, such as `http://127.0.0.1:40123/`. */
  readonly readyUrl: string;
  readonly port: number;
  /** What follows `open `; `null` when nothing of the kind was printed. */
  readonly openUrl: string | null;
  /** The token of the printed address; empty when none was printed. */
  readonly token: string;
  /** All that it printed so far, both streams. */
  printed(): string;
  /** Sends the signal to this process only, and waits for its end. */
  stop(signal?: NodeJS.Signals): Promise<Ended>;
}

/** Starts it and waits for its `ready` line. @throws Error with all output when it ends before. */
export async function startNotebook(framework: Framework, options: StartOptions = {}): Promise<NotebookProcess> {
  const run = launch(framework, options);
  const readyUrl = await run.waitFor(/^ready (\S+)$/m);
  const openUrl = /^open (\S+)$/m.exec(run.printed())?.[1] ?? null;
  return {
    readyUrl,
    port: Number(new URL(readyUrl).port),
    openUrl,
    token: openUrl === null ? '' : (new URL(openUrl).searchParams.get('access_token') ?? ''),
    printed: run.printed,
    stop(signal = 'SIGTERM') {
      run.child.kill(signal);
      return run.ended;
    },
  };
}

/** Starts it with what should stop the start, and waits for its end. */
export async function startInVain(framework: Framework, options: StartOptions): Promise<Ended> {
  const run = launch(framework, options);
  const timer = setTimeout(() => run.child.kill('SIGKILL'), 10_000);
  const ended = await run.ended;
  clearTimeout(timer);
  return ended;
}

function launch(framework: Framework, { flags = [], env = {}, stdin, stdinDelayMs = 0 }: StartOptions) {
  const file = fileURLToPath(new URL(`../dist/${framework}.js`, import.meta.url));
  if (!existsSync(file)) throw new Error(`${file} is missing. Build first: npx tsc -b, at the top of the repository.`);
  const child: ChildProcess = spawn(process.execPath, [file, '--headless', ...flags], {
    env: { PATH: process.env['PATH'], PORT: '0', ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  const listeners = new Set<() => void>();
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
      for (const listener of listeners) listener();
    });
  }
  if (stdin === undefined) child.stdin?.end();
  else setTimeout(() => child.stdin?.end(stdin), stdinDelayMs);
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, ...output })));
  return {
    child,
    ended,
    printed: () => output.stdout + output.stderr,
    waitFor(line: RegExp): Promise<string> {
      return new Promise((resolve, reject) => {
        const look = (): void => {
          const match = line.exec(output.stdout);
          if (match?.[1] === undefined) return;
          listeners.delete(look);
          resolve(match[1]);
        };
        listeners.add(look);
        void ended.then(({ code }) =>
          reject(new Error(`${framework} ended with ${code}:\n${output.stdout}${output.stderr}`)),
        );
      });
    },
  };
}
