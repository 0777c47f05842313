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

export const SUPERUSER = 'administrator';
export const PASSWORD = 'copper lantern over the weir';

/** The variables of the seed's secure server. */
export const SECURE: Variables = { LANGFLOW_SUPERUSER: SUPERUSER, LANGFLOW_SUPERUSER_PASSWORD: PASSWORD };

export interface Ended {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface FlowBuilder {
  readonly port: number;
  /** What follows `ready `, without the last slash. */
  readonly url: string;
  /** The folder that it keeps its data in. */
  readonly folder: string;
  /** All that it printed so far, both streams. */
  printed(): string;
  /** Sends SIGTERM to this process, and waits for its end. */
  stop(): Promise<Ended>;
}

export interface Starter {
  /** A new data folder unless `env` names one in LANGFLOW_CONFIG_DIR. @throws Error with all output when it ends before. */
  start(env?: Variables): Promise<FlowBuilder>;
  /** Starts it with what should stop the start, and waits for its end. */
  startInVain(env: Variables): Promise<Ended>;
  /** A folder that is removed after the tests. */
  newFolder(): string;
  /** This framework's third of cases that are the same on each, such as the settings: all share that file. */
  share<T>(cases: readonly T[]): readonly T[];
}

type DescribeEach = Pick<typeof describe, 'each'>;

/** The tests once for each framework; what they start is stopped after them. */
export function describeOnEach(
  name: string,
  tests: (starter: Starter) => void,
  describeIn: DescribeEach = describe,
): void {
  describeIn.each<Framework>(FRAMEWORKS)(`${name} on %s`, (framework) => {
    const running: FlowBuilder[] = [];
    const folders: string[] = [];
    const newFolder = (): string => {
      folders.push(mkdtempSync(join(tmpdir(), 'flow-builder-')));
      return folders.at(-1) ?? '';
    };
    const starter: Starter = {
      newFolder,
      share: (cases) => cases.filter((_, index) => FRAMEWORKS[index % FRAMEWORKS.length] === framework),
      async start(env = SECURE) {
        const started = await startFlowBuilder(framework, { LANGFLOW_CONFIG_DIR: newFolder(), ...env });
        running.push(started);
        return started;
      },
      async startInVain(env) {
        const { child, ended } = launch(framework, { LANGFLOW_CONFIG_DIR: newFolder(), ...env });
        const timer = setTimeout(() => child.kill('SIGKILL'), 10_000);
        const end = await ended;
        clearTimeout(timer);
        return end;
      },
    };
    tests(starter);
    afterAll(async () => {
      await Promise.all(running.map((server) => server.stop()));
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    });
  });
}

async function startFlowBuilder(framework: Framework, env: Variables): Promise<FlowBuilder> {
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
    folder: env['LANGFLOW_CONFIG_DIR'] ?? '',
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
    env: { PATH: process.env['PATH'], LANGFLOW_PORT: '0', ...env },
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
