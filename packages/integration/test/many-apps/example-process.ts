/**
 * The built example `many-apps` as a process on a port of its own, which can be stopped and started again there.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import supertest from 'supertest';
import { until } from '../store/failing.ts';

export const EXAMPLE: string = fileURLToPath(new URL('../../../../examples/many-apps', import.meta.url));

export type Framework = 'express' | 'koa' | 'hono';

export interface ExampleProcess {
  readonly framework: Framework;
  readonly port: number;
  /** Waits until it answers that it is ready. */
  start(): Promise<void>;
  /** Tells it to end as an orchestrator does, and waits for that. Answers its exit code, `null` after a signal. */
  stop(): Promise<number | null>;
  /** All that it printed. */
  output(): string;
}

export interface Place {
  readonly port: number;
  readonly env: Readonly<Record<string, string>>;
}

export function exampleProcess(framework: Framework, { port, env }: Place): ExampleProcess {
  let running: ChildProcess | undefined;
  let said = '';
  process.once('exit', () => running?.kill('SIGKILL'));
  return {
    framework,
    port,
    async start() {
      const child = spawn(process.execPath, [`dist/${framework}.js`, '--headless', '--port', String(port)], {
        cwd: EXAMPLE,
        env: { PATH: process.env['PATH'], ...env },
        stdio: ['ignore', 'pipe', 'pipe'],
      });
      running = child;
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (said += String(text)));
      await until(async () => {
        if (child.exitCode !== null) throw new Error(`${framework} did not start:\n${said}`);
        return isReady(port);
      }, 60_000);
    },
    async stop() {
      const child = running;
      if (child === undefined || child.exitCode !== null) return child?.exitCode ?? null;
      const ended = new Promise<number | null>((resolve) => child.once('close', resolve));
      child.kill('SIGTERM');
      return ended;
    },
    output: () => said,
  };
}

/** Whether a server on this port can answer requests. */
export function isReady(port: number): Promise<boolean> {
  return supertest(`http://127.0.0.1:${port}`)
    .get('/auth/ready')
    .then(
      ({ status }) => status === 200,
      () => false,
    );
}
