/**
 * The built example as a process of its own.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  builtExample,
  type Ended,
  FRAMEWORKS,
  type Framework,
  PAGE,
  type ProcessOptions,
  SCRIPT,
  type ServerProcess,
} from '@doorward/test-process';
import { afterAll, beforeAll, describe, expect } from '@jest/globals';
import { send } from './http-client.ts';

export type { Framework, ProcessOptions as StartOptions };
export type NotebookProcess = ServerProcess;

export const DEEP_LINK = '/notebook?file=sales%2F2024%20report.py&view=code';
/** A token of the user's own choice. */
export const GIVEN = 'sup3r-s3cr3t';

/** One server that a file's tests share, and more where they ask for them; all are stopped after the tests. */
export interface GivenNotebook {
  readonly framework: Framework;
  readonly server: NotebookProcess;
  readonly port: number;
  readonly token: string;
  start(options?: ProcessOptions): Promise<NotebookProcess>;
  /** Starts one with what should stop the start, and waits for its end. */
  startInVain(options: ProcessOptions): Promise<Ended>;
  /** A session of its own, as `name=value`. */
  signIn(on?: Pick<NotebookProcess, 'port' | 'token'>, path?: string): Promise<string>;
  /** Whom the server has for the sender of these headers. */
  userOf(headers: Readonly<Record<string, string>>): Promise<unknown>;
}

/** The tests once for each framework. */
export function describeNotebook(tests: (notebook: GivenNotebook) => void): void {
  describe.each(FRAMEWORKS)('notebook server on %s', (framework) => {
    const running: NotebookProcess[] = [];
    const start = async (options?: ProcessOptions): Promise<NotebookProcess> => {
      const started = await example.start(framework, options);
      running.push(started);
      return started;
    };
    let server: NotebookProcess;
    beforeAll(async () => {
      server = await start();
    });
    afterAll(() => Promise.all(running.map((one) => one.stop())));
    tests({
      framework,
      get server() {
        return server;
      },
      get port() {
        return server.port;
      },
      get token() {
        return server.token;
      },
      start,
      startInVain: (options) => example.startInVain(framework, options),
      async signIn({ port, token } = server, path = '/') {
        const answer = await send(port, `${path}?access_token=${token}`, { headers: PAGE });
        expect(answer.cookies).toHaveLength(1);
        return answer.cookies[0] ?? '';
      },
      async userOf(headers) {
        const answer = await send(server.port, '/api/status', { headers: { ...SCRIPT, ...headers } });
        expect(answer.status).toBe(200);
        return (JSON.parse(answer.body) as { user: unknown }).user;
      },
    });
  });
}

/** Removed after the tests of a file. */
export const FOLDER: string = mkdtempSync(join(tmpdir(), 'notebook-'));
afterAll(() => rmSync(FOLDER, { recursive: true, force: true }));

/** Its path, in {@link FOLDER}. */
export function fileWith(name: string, content: string): string {
  const file = join(FOLDER, name);
  writeFileSync(file, content);
  return file;
}

const example = builtExample(import.meta.url, ['--headless']);
