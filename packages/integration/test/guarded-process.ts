/**
 * A server with the guard in a process of its own, which can be short of what it needs: files, or time.
 */

import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { TOKEN } from '@doorward/testing';

export interface GuardedProcess {
  readonly port: number;
  /** What it wrote to its standard error, which is all that went wrong. */
  errors(): string;
  isRunning(): boolean;
  kill(): Promise<void>;
}

const BEFORE = `
  import { createServer } from 'node:http';
  import { createAuth } from '@doorward/auth';
  const auth = await createAuth({ log: { info() {}, warn() {} } });
  const answer = (request, response) => response.end('page');`;

const AFTER = `
  const server = createServer(listener);
  auth.attach(server);
  server.listen(0, '127.0.0.1', () => console.log(server.address().port));`;

export interface GuardedProcessOptions {
  /** Beside the token. */
  readonly env?: Readonly<Record<string, string>>;
  /** How many files it may have open, connections among them. Default as many as this process. */
  readonly files?: number;
  /** What else it does, as a module that has `auth` and `server`. Default nothing. */
  readonly more?: string;
}

/** `guarded` is what a framework adds, of `GUARDED`. */
export async function startGuardedProcess(
  guarded: string,
  { env = {}, files, more = '' }: GuardedProcessOptions,
): Promise<GuardedProcess> {
  const limit = files === undefined ? '' : `ulimit -n ${files} && `;
  const shell = ['-c', `${limit}exec "$0" "$@"`, process.execPath];
  const child = spawn('sh', [...shell, '--input-type=module', '--eval', BEFORE + guarded + AFTER + more], {
    cwd: fileURLToPath(new URL('..', import.meta.url)),
    env: { PATH: process.env['PATH'], DOORWARD_TOKEN: TOKEN, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let errors = '';
  child.stderr.on('data', (chunk) => {
    errors += String(chunk);
  });
  let isRunning = true;
  const ended = new Promise<void>((resolve) =>
    child.once('exit', () => {
      isRunning = false;
      resolve();
    }),
  );
  const said = await createInterface(child.stdout)[Symbol.asyncIterator]().next();
  if (said.done === true) throw new Error(`The server ended: ${errors}`);
  return {
    port: Number(said.value),
    errors: () => errors,
    isRunning: () => isRunning,
    async kill() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
