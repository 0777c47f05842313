/**
 * The commands of docs/several-instances.md, as a person runs them: a shell with three processes and nginx.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '@doorward/test-process';
import { EXAMPLE } from './example-process.ts';
import { configuration } from './three-instances.ts';

const PAGE = new URL('../../../../docs/several-instances.md', import.meta.url);

export interface Shell {
  /** Where nginx listens. */
  readonly port: number;
  /** All that was printed. */
  output(): string;
  /** Ends all that it started. */
  close(): Promise<void>;
}

export interface Stores {
  readonly nginx: string;
  readonly redisUrl: string;
  readonly databaseUrl: string;
}

/** Only addresses, ports and the place of files are others. */
export async function runPageCommands({ nginx, redisUrl, databaseUrl }: Stores): Promise<Shell> {
  const folder = mkdtempSync(join(tmpdir(), 'doorward-commands-'));
  chmodSync(folder, 0o755);
  const [port, ...instances] = [await freePort(), await freePort(), await freePort(), await freePort()] as const;
  writeFileSync(join(folder, 'nginx.conf'), configuration(port, instances));
  const commands = replaced(commandsOfPage(), [
    ['postgres://app:password@127.0.0.1/app', databaseUrl],
    ['redis://127.0.0.1:6379', redisUrl],
    ['localhost:8080', `127.0.0.1:${port}`],
    ...instances.map((each, at) => [`--port 300${at + 1}`, `--port ${each}`] as const),
    ['mkdir -p run', `mkdir -p ${folder}/run`],
    ['nginx -e stderr -p run -c "$PWD/nginx.conf"', `${nginx} -e stderr -p ${folder}/run -c ${folder}/nginx.conf`],
  ]);
  const options = { cwd: EXAMPLE, env: { PATH: process.env['PATH'] }, detached: true } as const;
  const shell = spawn('sh', ['-e', '-c', commands], { ...options, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [shell.stdout, shell.stderr]) stream.on('data', (text) => (said += String(text)));
  const closed = once(shell, 'close');
  return {
    port,
    output: () => said,
    async close() {
      // The group of the shell: what it started in the background, too.
      process.kill(-(shell.pid as number), 'SIGTERM');
      await closed;
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

function commandsOfPage(): string {
  const block = /## Three processes behind nginx[\s\S]*?```sh\n([\s\S]*?)```/.exec(readFileSync(PAGE, 'utf8'))?.[1];
  if (block === undefined) throw new Error('The page has no commands.');
  return block;
}

function replaced(text: string, by: readonly (readonly [string, string])[]): string {
  return by.reduce((all, [written, used]) => {
    if (!all.includes(written)) throw new Error(`The page does not say: ${written}`);
    return all.replaceAll(written, used);
  }, text);
}
