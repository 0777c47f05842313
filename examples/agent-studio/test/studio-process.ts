/**
 * The built example as a process of its own.
 */

import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { builtExample, type Ended, FRAMEWORKS, type ServerProcess, type Variables } from '@doorward/test-process';
import { afterAll, describe } from '@jest/globals';

export type { Variables };
export type Studio = ServerProcess;

export const OWNER = 'owner';
export const PASSWORD = 'grey feathers above the reeds';

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
  describeIn.each(FRAMEWORKS)(`${name} on %s`, (framework) => {
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
        const started = await example.start(framework, { env: withFolder({ ...owner, ...env }, users) });
        running.push(started);
        return started;
      },
      startInVain: (env) => example.startInVain(framework, { env: withFolder(env) }),
    });
    afterAll(async () => {
      await Promise.all(running.map((server) => server.stop()));
      for (const folder of folders) rmSync(folder, { recursive: true, force: true });
    });
  });
}

const example = builtExample(import.meta.url);
