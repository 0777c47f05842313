/**
 * Runs an image as a container engine does: its command, its user, its variables, a volume.
 */

import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, chownSync, cpSync, lstatSync, mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { type Image, userOf } from './image.ts';

export interface Volume {
  readonly folder: string;
  remove(): void;
}

export interface Ended {
  readonly code: number | null;
  readonly output: string;
}

export interface Container {
  /** Runs the health check once. */
  isHealthy(): Promise<boolean>;
  /** What it wrote so far, as `docker logs` shows it. */
  logs(): string;
  /** SIGTERM to its first process, and SIGKILL to one that stays. */
  stop(): Promise<Ended>;
  readonly ended: Promise<Ended>;
}

/** A new one is filled from the image, with owner and mode. */
export function createVolume({ root, volumes: [path = ''] }: Image): Volume {
  const above = mkdtempSync(join(tmpdir(), 'doorward-volume-'));
  chmodSync(above, 0o755);
  const folder = join(above, 'data');
  cpSync(join(root, path), folder, { recursive: true });
  const { uid, gid, mode } = statSync(join(root, path));
  chownSync(folder, uid, gid);
  chmodSync(folder, mode);
  return { folder, remove: () => rmSync(above, { recursive: true, force: true }) };
}

/** `env` as `docker run -e` takes it. Nothing else of this machine's environment gets in, but for PATH. */
export function runContainer(image: Image, volume: Volume, env: Readonly<Record<string, string>>): Container {
  const { command, health } = image;
  const all = { PATH: process.env['PATH'], ...mounted(image, volume), ...env };
  const start = ([program = '', ...args]: readonly string[]): ChildProcess =>
    spawn(program, args, {
      cwd: join(image.root, image.workdir),
      env: all,
      stdio: ['ignore', 'pipe', 'pipe'],
      ...userOf(image.user),
    });
  const child = start(command);
  let output = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
    });
  }
  const ended = new Promise<Ended>((resolve) => child.once('close', (code) => resolve({ code, output })));
  return {
    isHealthy: () =>
      new Promise((resolve) =>
        start(health)
          .once('close', (code) => resolve(code === 0))
          .stdout?.resume(),
      ),
    logs: () => output,
    stop() {
      child.kill('SIGTERM');
      const timer = setTimeout(() => child.kill('SIGKILL'), 30_000);
      return ended.finally(() => clearTimeout(timer));
    },
    ended,
  };
}

/** The image's variables; what names a volume leads to it. */
function mounted({ env, volumes }: Image, { folder }: Volume): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(env).map(([name, value]) => [name, volumes.includes(value) ? folder : value] as const),
  );
}

export interface FileFacts {
  readonly path: string;
  readonly bytes: number;
  readonly changed: number;
  readonly uid: number;
}

/** Every file below a folder, links not followed. */
export function filesIn(folder: string): readonly FileFacts[] {
  // Without the types Node would follow links.
  return readdirSync(folder, { recursive: true, withFileTypes: true }).map(({ parentPath, name }) => {
    const path = join(parentPath, name);
    const { size, mtimeMs, uid } = lstatSync(path);
    return { path: relative(folder, path), bytes: size, changed: mtimeMs, uid };
  });
}
