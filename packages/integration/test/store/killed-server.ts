/**
 * A server in a process of its own, with a clock of its own, which can be killed in the middle of everything.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { DoorwardOptions } from '@doorward/auth';
import { SECRET } from './two-instances.ts';

export interface KilledServer {
  readonly origin: string;
  /** The lines of its log before it takes requests. */
  readonly log: readonly string[];
  /** Ends it by kill -9. */
  kill(): Promise<void>;
}

const SOURCE = `
  import { createServer } from 'node:http';
  import { createAuth } from '@doorward/auth';
  import { doorward } from '@doorward/express';
  import express from 'express';
  const [options, movedMs] = process.argv.slice(1).map((text) => JSON.parse(text));
  const log = { info: console.log, warn: console.log };
  const auth = await createAuth({ ...options, log, now: () => Date.now() + movedMs }, {});
  const app = express();
  app.use(doorward(auth));
  app.use((_request, response) => void response.send('page'));
  const server = createServer(app);
  auth.attach(server);
  server.listen(0, '127.0.0.1', () => setImmediate(() => console.log('port', server.address().port)));
`;

/** `options` are what JSON can say. `movedMs`: so far its clock is ahead. */
export async function startKilledServer(options: DoorwardOptions, movedMs: number): Promise<KilledServer> {
  const given = [JSON.stringify({ secret: SECRET, ...options }), String(movedMs)];
  const child = spawn(process.execPath, ['--input-type=module', '--eval', SOURCE, ...given], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'] },
  });
  const ended = once(child, 'exit');
  const log: string[] = [];
  const port = await new Promise<string>((resolve, reject) => {
    ended.then(() => reject(new Error(`The server did not start: ${log.join(' ')}`)), reject);
    createInterface(child.stdout).on('line', (line) => {
      if (line.startsWith('port ')) resolve(line.slice('port '.length));
      else log.push(line);
    });
  });
  return {
    log,
    origin: `http://127.0.0.1:${port}`,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
