/**
 * Makes an image from a Dockerfile where there is no container engine: a folder for each stage, in which its
 * instructions are carried out. What these tests do not know fails, so that nothing stays untried.
 *
 * Paths of the Dockerfile lie below the folder of their stage. RUN sees those of this machine, so it has to write
 * relative ones.
 */

import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import dockerignore from '@balena/dockerignore';
import { unprivilegedUser } from '@doorward/test-process';
import { execForm, expand, type Instruction, readDockerfile } from './dockerfile.ts';

export interface Image {
  /** What the container sees as `/`. */
  readonly root: string;
  readonly workdir: string;
  readonly env: Readonly<Record<string, string>>;
  readonly user: string;
  readonly volumes: readonly string[];
  readonly ports: readonly string[];
  readonly health: readonly string[];
  readonly command: readonly string[];
}

export interface BuiltImage extends Image {
  remove(): void;
}

export interface BuildOptions {
  readonly dockerfile: string;
  /** The folder that COPY takes from, with its `.dockerignore`. */
  readonly context: string;
  readonly args: Readonly<Record<string, string>>;
}

/** Who an image's user is on this machine; `undefined`: as who runs the tests. */
export function userOf(name: string): { uid: number; gid: number } | undefined {
  if (name === 'root') return undefined;
  // The one that the images of Node come with.
  if (name !== 'node') throw new Error(`USER ${name}: the base image has no such user.`);
  return unprivilegedUser(['node', 'nobody']);
}

export function buildImage(options: BuildOptions): BuiltImage {
  const folder = mkdtempSync(join(tmpdir(), 'doorward-image-'));
  chmodSync(folder, 0o755);
  const build: Build = { ...options, folder, stages: new Map(), globals: {} };
  const remove = (): void => rmSync(folder, { recursive: true, force: true });
  try {
    for (const instruction of readDockerfile(readFileSync(options.dockerfile, 'utf8'))) carryOut(build, instruction);
    return { ...current(build), remove };
  } catch (error) {
    remove();
    throw error;
  }
}

function carryOut(build: Build, instruction: Instruction): void {
  const known = INSTRUCTIONS[instruction.keyword];
  if (known === undefined) throw new Error(`${instruction.keyword}: these tests do not know it.`);
  known(build, instruction);
}

interface Build extends BuildOptions {
  readonly folder: string;
  readonly stages: Map<string, Stage>;
  /** ARGs before the first FROM, which count in FROM alone. */
  readonly globals: Record<string, string>;
}

type Stage = { -readonly [Member in keyof Image]: Image[Member] } & { args: Readonly<Record<string, string>> };

type CarryOut = (build: Build, instruction: Instruction) => void;

const INSTRUCTIONS: Readonly<Record<string, CarryOut>> = {
  ARG(build, { pairs }) {
    for (const [name, preset] of pairs) {
      const value = build.args[name] ?? preset ?? '';
      if (build.stages.size === 0) build.globals[name] = value;
      else current(build).args = { ...current(build).args, [name]: value };
    }
  },
  FROM(build, { words }) {
    const [image = '', as, name = `${build.stages.size}`] = words;
    if (!/^node[:@]/.test(expand(image, build.globals)) || (as ?? 'AS').toUpperCase() !== 'AS')
      throw new Error(`FROM ${words.join(' ')}: these tests know images of Node alone.`);
    const root = join(build.folder, name);
    mkdirSync(root);
    build.stages.set(name, { ...EMPTY, root });
  },
  ENV(build, { pairs }) {
    for (const [name, value] of pairs) {
      const stage = current(build);
      stage.env = { ...stage.env, [name]: expand(value ?? '', variables(stage)) };
    }
  },
  WORKDIR(build, { text }) {
    const stage = current(build);
    stage.workdir = resolve(stage.workdir, expand(text, variables(stage)));
    mkdirSync(within(stage), { recursive: true });
  },
  COPY: copy,
  RUN(build, { text }) {
    const stage = current(build);
    const env = { PATH: process.env['PATH'], HOME: process.env['HOME'], ...variables(stage) };
    execFileSync('/bin/sh', ['-c', text], { cwd: within(stage), env, stdio: ['ignore', 'pipe', 'inherit'] });
  },
  USER(build, { text }) {
    current(build).user = text;
    userOf(text);
  },
  VOLUME(build, { words }) {
    current(build).volumes = words;
  },
  EXPOSE(build, { words }) {
    current(build).ports = words;
  },
  HEALTHCHECK(build, { text, flags }) {
    assertFlags('HEALTHCHECK', flags, ['interval', 'timeout', 'start-period', 'retries']);
    current(build).health = execForm(text.replace(/^CMD\s+/, ''));
  },
  CMD(build, { text }) {
    current(build).command = execForm(text);
  },
};

const EMPTY: Stage = {
  root: '',
  workdir: '/',
  env: {},
  args: {},
  user: 'root',
  volumes: [],
  ports: [],
  health: [],
  command: [],
};

/** A folder's content goes into the target, which is a folder too. */
function copy(build: Build, { flags, words }: Instruction): void {
  assertFlags('COPY', flags, ['from', 'chown']);
  const stage = current(build);
  const [source = '', target = '', more] = words.map((word) => expand(word, variables(stage)));
  if (more !== undefined) throw new Error('COPY: these tests know one source alone.');
  const { from, chown } = flags;
  const other = from === undefined ? undefined : build.stages.get(from);
  if (from !== undefined && other === undefined) throw new Error(`COPY --from=${from}: there is no such stage.`);
  const to = within(stage, target);
  const path = other === undefined ? join(build.context, source) : join(other.root, source);
  const filter = other === undefined ? contextFilter(build.context) : () => true;
  cpSync(path, to, { recursive: true, verbatimSymlinks: true, filter });
  const owner = chown === undefined ? undefined : userOf(chown.split(':', 1)[0] ?? '');
  if (owner !== undefined) chownSync(to, owner.uid, owner.gid);
}

function contextFilter(context: string): (path: string) => boolean {
  const rules = dockerignore.default().add(readFileSync(join(context, '.dockerignore'), 'utf8'));
  return (path) => path === context || !rules.ignores(relative(context, path));
}

function assertFlags(what: string, flags: Instruction['flags'], known: readonly string[]): void {
  const unknown = Object.keys(flags).find((flag) => !known.includes(flag));
  if (unknown !== undefined) throw new Error(`${what} --${unknown}: these tests do not know it.`);
}

function current({ stages }: Build): Stage {
  const stage = [...stages.values()].at(-1);
  if (stage === undefined) throw new Error('Nothing but ARG may stand before FROM.');
  return stage;
}

const variables = ({ args, env }: Stage): Readonly<Record<string, string>> => ({ ...args, ...env });

/** Where a path of the Dockerfile is on this machine. */
function within({ root, workdir }: Stage, path = '.'): string {
  return join(root, resolve(workdir, path));
}
