/**
 * The built example as a process of its own.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtExample, type Ended, FRAMEWORKS, type ServerProcess, type Variables } from '@doorward/test-process';
import { afterAll, describe } from '@jest/globals';

export type { Variables };

export const ADMIN = 'owner';
export const PASSWORD = 'grey feathers above the reeds';

export interface Assistant extends ServerProcess {
  readonly folder: string;
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
  describeIn.each(FRAMEWORKS)(`${name} on %s`, (framework) => {
    const running: ServerProcess[] = [];
    const folders: string[] = [];
    const withFolder = (env: Variables): Variables => {
      const folder = mkdtempSync(join(tmpdir(), 'ai-assistant-'));
      folders.push(folder);
      return { DOORWARD_DATA_FOLDER: folder, ...env };
    };
    const startBare: Starter['startBare'] = async (env = {}) => {
      const given = withFolder(env);
      const started = await example.start(framework, { env: given });
      running.push(started);
      return { ...started, folder: given['DOORWARD_DATA_FOLDER'] ?? '' };
    };
    tests({
      startBare,
      start: (env = {}) => startBare({ DOORWARD_OWNER_PASSWORD: PASSWORD, ...env }),
      startInVain: (env) => example.startInVain(framework, { env: withFolder(env) }),
    });
    afterAll(async () => {
      await Promise.all(running.map((server) => server.stop()));
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    });
  });
}

const example = builtExample(import.meta.url);
