/**
 * A Redis server of its own in a temporary folder, which can be killed, frozen and started again.
 */

import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort, unprivilegedUser } from '@doorward/test-process';
import { describe, expect, it } from '@jest/globals';
import { createClient } from '@redis/client';

const PASSWORD = 'redis-canary-password';

/** Skipped where Redis is not installed, unless everything is required. */
export function describeWithRedis(name: string, tests: () => void): void {
  const isThere = spawnSync('redis-server', ['--version'], { stdio: 'ignore' }).status === 0;
  if (isThere) describe(name, tests);
  else if (process.env['DOORWARD_REQUIRE'] === 'all') it(`${name}: Redis is missing`, () => expect(isThere).toBe(true));
  else describe(name, () => it.skip('need Redis, which is not installed', () => undefined));
}

export interface RedisServer {
  readonly url: string;
  readonly port: number;
  readonly password: string;
  /** Asks the server as another program does. */
  send(...command: readonly string[]): Promise<unknown>;
  /** Ends it as a crash does. */
  kill(): Promise<void>;
  start(): Promise<void>;
  /** It takes connections, and answers nothing. */
  freeze(): void;
  thaw(): void;
  close(): Promise<void>;
}

/** `settings` as in redis.conf, such as `['--appendonly', 'yes']`. Without them nothing is kept on the disk. */
export function startRedis(settings: readonly string[] = []): Promise<RedisServer> {
  const access = ['--save', '', '--requirepass', PASSWORD, '--masterauth', PASSWORD, '--repl-diskless-sync-delay', '0'];
  return startProgram(() => [...access, ...settings], PASSWORD);
}

/** One that watches a server under the name `main`, and soon finds that it is away. */
export function startSentinel({ port }: RedisServer): Promise<RedisServer> {
  const watch = (folder: string): string[] => {
    const file = join(folder, 'sentinel.conf');
    const lines = [
      `sentinel monitor main 127.0.0.1 ${port} 1`,
      `sentinel auth-pass main ${PASSWORD}`,
      'sentinel down-after-milliseconds main 500',
      'sentinel failover-timeout main 2000',
    ];
    if (!existsSync(file)) writeFileSync(file, `${lines.join('\n')}\n`, { mode: 0o666 });
    chmodSync(file, 0o666);
    return [file, '--sentinel'];
  };
  return startProgram(watch);
}

async function startProgram(settings: (folder: string) => readonly string[], password?: string): Promise<RedisServer> {
  const user = unprivilegedUser(['redis', 'nobody']);
  const folder = mkdtempSync(join(tmpdir(), 'doorward-redis-'));
  if (user !== undefined) chownSync(folder, user.uid, user.gid);
  const port = await freePort();
  const url = `redis://${password === undefined ? '' : `:${password}@`}127.0.0.1:${port}`;
  let running: ChildProcess | undefined;

  async function send(...command: readonly string[]): Promise<unknown> {
    const client = createClient({ url, socket: { reconnectStrategy: false, connectTimeout: 2000 } });
    client.on('error', () => undefined);
    await client.connect();
    try {
      return await client.sendCommand(command);
    } finally {
      client.destroy();
    }
  }

  async function start(): Promise<void> {
    const [first = '', ...rest] = settings(folder);
    const common = ['--port', `${port}`, '--bind', '127.0.0.1', '--dir', folder];
    const args = first.startsWith('--') ? [...common, first, ...rest] : [first, ...rest, ...common];
    running = spawn('redis-server', args, { stdio: 'ignore', cwd: folder, ...user });
    await waitFor(() => send('PING'));
  }

  async function kill(): Promise<void> {
    const killed = running;
    if (killed === undefined) return;
    running = undefined;
    const ended = new Promise((resolve) => killed.once('exit', resolve));
    killed.kill('SIGKILL');
    await ended;
  }

  await start();
  process.once('exit', () => running?.kill('SIGKILL'));
  return {
    url,
    port,
    password: PASSWORD,
    send,
    kill,
    start,
    freeze: () => void running?.kill('SIGSTOP'),
    thaw: () => void running?.kill('SIGCONT'),
    async close() {
      await kill();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** Tries until it is done, for at most half a minute. */
async function waitFor(attempt: () => Promise<unknown>): Promise<void> {
  for (let tries = 0; ; tries += 1) {
    try {
      await attempt();
      return;
    } catch (error) {
      if (tries > 600) throw error;
      await delay(50);
    }
  }
}
