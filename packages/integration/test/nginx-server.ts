/**
 * A real nginx in a temporary folder.
 */

import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { freePort } from '@doorward/test-process';
import { describe, expect, it } from '@jest/globals';

const NAMES = ['nginx', '/usr/sbin/nginx'];

function findNginx(): string | null {
  return NAMES.find((name) => spawnSync(name, ['-v']).status === 0) ?? null;
}

/** Skipped where nginx is not installed, unless everything is required. */
export function describeWithNginx(name: string, tests: (program: string) => void): void {
  const program = findNginx();
  if (program !== null) describe(name, () => tests(program));
  else if (process.env['DOORWARD_REQUIRE'] === 'all')
    it(`${name}: nginx is missing`, () => expect(program).not.toBeNull());
  else describe(name, () => it.skip('need nginx, which is not installed', () => undefined));
}

export interface Nginx {
  readonly port: number;
  close(): Promise<void>;
}

/** `configure` writes nginx.conf: relative paths lie in the folder, which is empty, and `port` is the one to listen on. */
export async function startNginx(program: string, configure: (port: number) => string): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'doorward-nginx-'));
  // Started as root, it works as another user.
  chmodSync(folder, 0o755);
  const port = await freePort();
  const file = join(folder, 'nginx.conf');
  writeFileSync(file, configure(port));
  const child = spawn(program, ['-e', 'stderr', '-c', file, '-p', folder], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  let said = '';
  child.stderr.on('data', (chunk) => {
    said += String(chunk);
  });
  const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  const stop = async (): Promise<void> => {
    child.kill('SIGTERM');
    await Promise.race([ended, delay(3_000, undefined, { ref: false })]);
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  };
  for (let tries = 0; tries < 100; tries += 1) {
    if (child.exitCode !== null) break;
    if (await answers(port)) return { port, close: stop };
    await delay(50);
  }
  await stop();
  throw new Error(`nginx did not start: ${said}`);
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => {
      socket.destroy();
      resolve(true);
    });
    socket.on('error', () => resolve(false));
  });
}
