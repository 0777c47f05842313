/**
 * The built example as a process of its own.
 */

import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtExample, type Ended, FRAMEWORKS, type ServerProcess, type Variables } from '@doorward/test-process';
import { afterAll, describe } from '@jest/globals';

export type { Variables };

export const SUPERUSER = 'administrator';
export const PASSWORD = 'copper lantern over the weir';

/** The variables of the seed's secure server. */
export const SECURE: Variables = { LANGFLOW_SUPERUSER: SUPERUSER, LANGFLOW_SUPERUSER_PASSWORD: PASSWORD };

export interface FlowBuilder extends ServerProcess {
  /** The folder that it keeps its data in. */
  readonly folder: string;
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
  describeIn.each(FRAMEWORKS)(`${name} on %s`, (framework) => {
    const running: ServerProcess[] = [];
    const folders: string[] = [];
    const newFolder = (): string => {
      folders.push(mkdtempSync(join(tmpdir(), 'flow-builder-')));
      return folders.at(-1) ?? '';
    };
    const withFolder = (env: Variables): Variables => ({ LANGFLOW_CONFIG_DIR: newFolder(), ...env });
    const starter: Starter = {
      newFolder,
      share: (cases) => cases.filter((_, index) => FRAMEWORKS[index % FRAMEWORKS.length] === framework),
      async start(env = SECURE) {
        const given = withFolder(env);
        const started = await example.start(framework, { env: given });
        running.push(started);
        return { ...started, folder: given['LANGFLOW_CONFIG_DIR'] ?? '' };
      },
      startInVain: (env) => example.startInVain(framework, { env: withFolder(env) }),
    };
    tests(starter);
    afterAll(async () => {
      await Promise.all(running.map((server) => server.stop()));
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    });
  });
}

const example = builtExample(import.meta.url);
