/**
 * A PostgreSQL server of its own in a temporary folder, which can be stopped, frozen and started again.
 */

import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process';
import { chownSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort, unprivilegedUser } from '@doorward/test-process';
import { describe, expect, it } from '@jest/globals';
import pg from 'pg';

const PASSWORD = 'postgres-canary-password';
const DEBIAN = '/usr/lib/postgresql';

/** The folder of the server's programs; `null` when it is not installed. */
function findPostgres(): string | null {
  const debian = existsSync(DEBIAN) ? readdirSync(DEBIAN).map((version) => join(DEBIAN, version, 'bin')) : [];
  const folders = [...debian, ...(process.env['PATH'] ?? '').split(delimiter)];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres'))) ?? null;
}

/** Skipped where PostgreSQL is not installed, unless everything is required. */
export function describeWithPostgres(name: string, tests: (bin: string) => void): void {
  const bin = findPostgres();
  if (bin !== null) describe(name, () => tests(bin));
  else if (process.env['DOORWARD_REQUIRE'] === 'all')
    it(`${name}: PostgreSQL is missing`, () => expect(bin).not.toBeNull());
  else describe(name, () => it.skip('need PostgreSQL, which is not installed', () => undefined));
}

export interface PostgresServer {
  readonly password: string;
  readonly port: number;
  /** Makes an empty database; answers its URL. */
  createDatabase(): Promise<string>;
  /** Asks the server as another program does; by default the database that was made last. */
  query(sql: string, url?: string): Promise<readonly Record<string, unknown>[]>;
  stop(): Promise<void>;
  start(): Promise<void>;
  /** It takes connections, and answers nothing. */
  freeze(): void;
  thaw(): void;
  close(): Promise<void>;
}

export async function startPostgres(bin: string, maxConnections = 60): Promise<PostgresServer> {
  // PostgreSQL does not run as root.
  const user = unprivilegedUser(['postgres', 'nobody']);
  const folder = mkdtempSync(join(tmpdir(), 'doorward-postgres-'));
  const data = join(folder, 'data');
  const passwordFile = join(folder, 'password');
  writeFileSync(passwordFile, PASSWORD);
  if (user !== undefined) for (const path of [folder, passwordFile]) chownSync(path, user.uid, user.gid);
  const initdb = ['-D', data, '-U', 'doorward', '-A', 'scram-sha-256', '--pwfile', passwordFile, '-N', '-E', 'UTF8'];
  // A language that sorts other than by code point, which servers before 15 know only from the system.
  const language = ['--locale=C.UTF-8', '--locale-provider=icu', '--icu-locale=en-US'];
  const made = [language, ['--locale=C.UTF-8']].some((locale) => {
    return spawnSync(join(bin, 'initdb'), [...initdb, ...locale], { stdio: 'pipe', cwd: folder, ...user }).status === 0;
  });
  if (!made) throw new Error('initdb failed.');
  const port = await freePort();
  const urlOf = (name: string): string => `postgres://doorward:${PASSWORD}@127.0.0.1:${port}/${name}`;
  let running: ChildProcess | undefined;
  let frozen: number[] = [];
  let databases = 0;

  async function start(): Promise<void> {
    const settings = {
      listen_addresses: '127.0.0.1',
      port,
      unix_socket_directories: '',
      fsync: 'off',
      max_connections: maxConnections,
    };
    const args = Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`]);
    running = spawn(join(bin, 'postgres'), ['-D', data, ...args], { stdio: 'ignore', cwd: folder, ...user });
    for (let tries = 0; ; tries += 1) {
      try {
        await query('select 1', urlOf('postgres'));
        return;
      } catch (error) {
        if (tries > 200) throw error;
        await delay(50);
      }
    }
  }

  async function stop(): Promise<void> {
    const stopping = running;
    if (stopping === undefined) return;
    running = undefined;
    const ended = new Promise((resolve) => stopping.once('exit', resolve));
    stopping.kill('SIGINT');
    await ended;
  }

  function thaw(): void {
    for (const pid of frozen) process.kill(pid, 'SIGCONT');
    frozen = [];
  }

  await start();
  process.once('exit', () => running?.kill('SIGQUIT'));
  return {
    password: PASSWORD,
    port,
    async createDatabase() {
      databases += 1;
      await query(`create database test_${databases}`, urlOf('postgres'));
      return urlOf(`test_${databases}`);
    },
    query: (sql, url = urlOf(`test_${databases}`)) => query(sql, url),
    stop,
    start,
    freeze() {
      if (running?.pid === undefined) return;
      const children = execFileSync('pgrep', ['-P', String(running.pid)], { encoding: 'utf8' });
      frozen = [running.pid, ...children.trim().split('\n').map(Number)];
      for (const pid of frozen) process.kill(pid, 'SIGSTOP');
    },
    thaw,
    async close() {
      thaw();
      await stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function query(sql: string, url: string): Promise<readonly Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url, connectionTimeoutMillis: 2000 });
  client.on('error', () => undefined);
  await client.connect();
  try {
    // Of several statements the last one answers.
    const results = [await client.query(sql)].flat();
    return results.at(-1)?.rows ?? [];
  } finally {
    await client.end();
  }
}
