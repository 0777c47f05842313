/**
 * The built example as a process of its own, and what it prints.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, describe } from '@jest/globals';

type Framework = 'express' | 'koa' | 'hono';

export type Variables = Readonly<Record<string, string>>;

export const OWNER = 'owner';
export const PASSWORD = 'grey feathers above the reeds';

export interface Ended {
  readonly code: number | null;
  readonly stderr: string;
}

export interface Studio {
  /** What follows `ready `, without the last slash. */
  readonly url: string;
  stop(): Promise<Ended>;
}

export interface Starter {
  /** With an owner where passwords count, and data of its own. `users`: in place of those of users.json. */
  start(env?: Variables, users?: object): Promise<Studio>;
  /** Starts it with what should stop the start, and waits for its end. */
  startInVain(env: Variables): Promise<Ended>;
}

/** The tests once for each framework; what they start is stopped after them. */
export function describeOnEach(
  name: string,
  tests: (starter: Starter) => void,
  describeIn: Pick<typeof describe, 'each'> = describe,
): void {
  describeIn.each<Framework>(['express', 'koa', 'hono'])(`${name} on %s`, (framework) => {
    const running: Studio[] = [];
    const folders: string[] = [];
    const withFolder = (env: Variables, users?: object): Variables => {
      const folder = mkdtempSync(join(tmpdir(), 'agent-studio-'));
      folders.push(folder);
      const file = join(folder, 'users.json');
      if (users !== undefined) writeFileSync(file, JSON.stringify(users));
      const named: Variables = users === undefined ? {} : { STUDIO_USERS: file };
      return { DOORWARD_DATA_FOLDER: folder, ...named, ...env };
    };
    tests({
      async start(env = {}, users) {
        const hasNoOwner = env['DOORWARD_AUTH'] === 'off' || env['DOORWARD_PASSWORDS'] === 'false';
        const owner: Variables = hasNoOwner ? {} : { DOORWARD_OWNER_PASSWORD: PASSWORD };
        const started = await startStudio(framework, withFolder({ ...owner, ...env }, users));
        running.push(started);
        return started;
      },
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

async function startStudio(framework: Framework, env: Variables): Promise<Studio> {
  const { child, output, ended } = launch(framework, env);
  const isReady = new Promise<string>((resolve) => {
    child.stdout?.on('data', () => {
      const url = /^ready (\S+)\/$/m.exec(output.stdout)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
  const died = ended.then(({ code, stderr }): never => {
    throw new Error(`${framework} ended with ${code}:\n${stderr}`);
  });
  return {
    url: await Promise.race([isReady, died]),
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
