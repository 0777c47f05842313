/**
 * The built example as a process of its own, and what it prints.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe } from '@jest/globals';

export type Framework = 'express' | 'koa' | 'hono';

const FRAMEWORKS: readonly Framework[] = ['express', 'koa', 'hono'];

export type Variables = Readonly<Record<string, string>>;

export const ADMIN = 'owner';
export const PASSWORD = 'grey feathers above the reeds';

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface Assistant {
  readonly port: number;
  /** What follows `ready `, without the last slash. */
  readonly url: string;
  /** What follows `open `; empty when nothing of the kind was printed. */
  readonly openUrl: string;
  readonly folder: string;
  /** All that it printed so far, both streams. */
  printed(): string;
  /** Sends SIGTERM to this process, and waits for its end. */
  stop(): Promise<Ended>;
}

export interface Starter {
  /** With an admin, and a new data folder unless `env` names one. @throws Error with all output when it ends before. */
  start(env?: Variables): Promise<Assistant>;
  /** Without an admin. */
  startBare(env?: Variables): Promise<Assistant>;
  /** Starts it with what should stop the start, and waits for its end. */
  startInVain(env: Variables): Promise<Ended>;
}

type DescribeEach = Pick<typeof describe, 'each'>;

/** The tests once for each framework; what they start is stopped after them. */
export function describeOnEach(
  name: string,
  tests: (starter: Starter) => void,
  describeIn: DescribeEach = describe,
): void {
  describeIn.each<Framework>(FRAMEWORKS)(`${name} on %s`, (framework) => {
    const running: Assistant[] = [];
    const folders: string[] = [];
    const withFolder = (env: Variables): Variables => {
      const folder = mkdtempSync(join(tmpdir(), 'ai-assistant-'));
      folders.push(folder);
      return { DOORWARD_DATA_FOLDER: folder, ...env };
    };
    const startBare: Starter['startBare'] = async (env = {}) => {
      const started = await startAssistant(framework, withFolder(env));
      running.push(started);
      return started;
    };
    tests({
      startBare,
      start: (env = {}) => startBare({ DOORWARD_OWNER_PASSWORD: PASSWORD, ...env }),
      async startInVain(env) {
        const { child, ended } = launch(framework, withFolder(env));
        const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
        const end = await ended;
        clearTimeout(timer);
        return end;
      },
    });
    afterAll(async () => {
      await Promise.all(running.map((server) => server.stop()));
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    });
  });
}

async function startAssistant(framework: Framework, env: Variables): Promise<Assistant> {
  const { child, output, ended } = launch(framework, env);
  const isReady = new Promise<string>((resolve) => {
    child.stdout?.on('data', () => {
      const url = /^ready (\S+)\/$/m.exec(output.stdout)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
  const died = ended.then(({ code, stdout, stderr }): never => {
    throw new Error(`${framework} ended with ${code}:\n${stdout}${stderr}`);
  });
  const url = await Promise.race([isReady, died]);
  return {
    port: Number(new URL(url).port),
    url,
    openUrl: /^open (\S+)$/m.exec(output.stdout)?.[1] ?? '',
    folder: env['DOORWARD_DATA_FOLDER'] ?? '',
    printed: () => output.stdout + output.stderr,
    stop() {
      child.kill();
      return ended;
    },
  };
}

function launch(framework: Framework, env: Variables) {
  const file = fileURLToPath(new URL(`../dist/${framework}.js`, import.meta.url));
  if (!existsSync(file)) throw new Error(`${file} is missing. Build first: npx tsc -b, at the top of the repository.`);
  const child: ChildProcess = spawn(process.execPath, [file], {
    env: { PATH: process.env['PATH'], PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const output = { stdout: '', stderr: '' };
  for (const name of ['stdout', 'stderr'] as const) {
    child[name]?.setEncoding('utf8').on('data', (text: string) => {
      output[name] += text;
    });
  }
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, ...output })));
  return { child, output, ended };
}
