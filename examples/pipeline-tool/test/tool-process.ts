/**
 * The built example as a process of its own, and what it prints.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { makeFolder } from './data-folder.ts';

export type Framework = 'express' | 'koa' | 'hono';

export const FRAMEWORKS: readonly Framework[] = ['express', 'koa', 'hono'];

/** The API key that the tool starts with, of an owner's rights. */
export const KEY = 'dwk_Zr8Kq2mVt6Xw1LpYs9Hd3Bf7Nc5Gj0Qa';

export interface StartOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Default: a new and empty one. */
  readonly folder?: string;
  readonly flags?: readonly string[];
}

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Tool {
  readonly port: number;
  /** What follows `ready `, such as `http://127.0.0.1:40123/`. */
  readonly readyUrl: string;
  /** What follows `open `; empty when nothing of the kind was printed. */
  readonly openUrl: string;
  readonly folder: string;
  /** All that it printed so far, both streams. */
  printed(): string;
  /** Sends the signal to this process only, and waits for its end. */
  stop(signal?: NodeJS.Signals): Promise<Ended>;
}

/** Starts it and waits for its `ready` line. @throws Error with all output when it ends before. */
export async function startTool(framework: Framework, options: StartOptions = {}): Promise<Tool> {
  const { child, output, ended, folder } = launch(framework, options);
  const isReady = new Promise<string>((resolve) => {
    child.stdout?.on('data', () => {
      const url = /^ready (\S+)$/m.exec(output.stdout)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
  const died = ended.then(({ code, stdout, stderr }): never => {
    throw new Error(`${framework} ended with ${code}:\n${stdout}${stderr}`);
  });
  const readyUrl = await Promise.race([isReady, died]);
  return {
    port: Number(new URL(readyUrl).port),
    readyUrl,
    openUrl: /^open (\S+)$/m.exec(output.stdout)?.[1] ?? '',
    folder,
    printed: () => output.stdout + output.stderr,
    stop(signal = 'SIGTERM') {
      child.kill(signal);
      return ended;
    },
  };
}

/** Starts it with what should stop the start, and waits for its end. */
export async function startInVain(framework: Framework, options: StartOptions): Promise<Ended> {
  const { child, ended } = launch(framework, options);
  const timer = setTimeout(() => child.kill('SIGKILL'), 15_000);
  const end = await ended;
  clearTimeout(timer);
  return end;
}

function launch(framework: Framework, { env = {}, folder = makeFolder(), flags = [] }: StartOptions) {
  const file = fileURLToPath(new URL(`../dist/${framework}.js`, import.meta.url));
  if (!existsSync(file)) throw new Error(`${file} is missing. Build first: npx tsc -b, at the top of the repository.`);
  const child: ChildProcess = spawn(process.execPath, [file, ...flags], {
    env: { PATH: process.env['PATH'], PORT: '0', DOORWARD_DATA_FOLDER: folder, DOORWARD_BOOTSTRAP_KEY: KEY, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, ...output })));
  return { child, output, ended, folder };
}
