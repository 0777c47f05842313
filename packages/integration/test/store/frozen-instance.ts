/**
 * An instance in a process of its own, which can be stopped in the middle of everything.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

export interface FrozenInstance {
  /** What it may and has heard, as it says itself when it is asked. */
  ask(): Promise<{ readonly mayCache: boolean; readonly heard: readonly string[] }>;
  signal(name: 'SIGSTOP' | 'SIGCONT' | 'SIGKILL'): void;
  close(): Promise<void>;
}

/** It answers within the turn of its event loop in which it reads, before anything else is heard. */
const SOURCE = `
  const url = process.argv[1];
  const store = url.startsWith('redis')
    ? await (await import('@doorward/redis')).openRedis({ url })
    : (await (await import('@doorward/sql')).openPostgres({ url })).expiring;
  const heard = [];
  store.subscribe((change) => heard.push(change.kind === 'all' ? 'all' : change.key));
  process.stdin.on('data', () => console.log(JSON.stringify({ mayCache: store.mayCache(), heard })));
  console.log('ready');
`;

/** On the store of this URL, of Redis or of PostgreSQL. */
export async function startInstance(url: string): Promise<FrozenInstance> {
  const child = spawn(process.execPath, ['--input-type=module', '--eval', SOURCE, url], {
    stdio: ['pipe', 'pipe', 'inherit'],
    env: { PATH: process.env['PATH'] },
  });
  const lines = createInterface(child.stdout)[Symbol.asyncIterator]();
  const next = async (): Promise<string> => (await lines.next()).value as string;
  const ended = once(child, 'exit');
  if ((await next()) !== 'ready') throw new Error('The instance did not start.');
  return {
    async ask() {
      child.stdin.write('?');
      return JSON.parse(await next());
    },
    signal: (name) => void child.kill(name),
    async close() {
      child.kill('SIGKILL');
      await ended;
    },
  };
}
