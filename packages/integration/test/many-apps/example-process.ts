/**
 * The built example `many-apps` as a process on a port of its own, which can be stopped and started again there.
 */

import { fileURLToPath } from 'node:url';
import { type Framework, type ServerProcess, startServer } from '@doorward/test-process';
import supertest from 'supertest';
import { until } from '../store/failing.ts';

const FOLDER = new URL('../../../../examples/many-apps/', import.meta.url);

export const EXAMPLE: string = fileURLToPath(FOLDER);

export type { Framework };

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
  const flags = ['--headless', '--port', String(port)];
  let running: ServerProcess | undefined;
  let earlier = '';
  return {
    framework,
    port,
    async start() {
      running = await startServer(new URL(`dist/${framework}.js`, FOLDER), { flags, env });
      await until(() => isReady(port), 60_000);
    },
    async stop() {
      if (running === undefined) return null;
      const { code, stdout, stderr } = await running.stop();
      earlier += stdout + stderr;
      running = undefined;
      return code;
    },
    output: () => earlier + (running?.printed() ?? ''),
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
