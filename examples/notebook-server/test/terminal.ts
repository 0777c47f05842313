/**
 * The built example as a person starts it: on a terminal, with a browser that writes down what it opens.
 */

import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Framework, StartOptions } from './notebook-process.ts';

/** The `script` of util-linux lends a terminal; that of other systems has other flags. */
export const hasTerminal: boolean = /util-linux/.test(
  spawnSync('script', ['--version'], { encoding: 'utf8' }).stdout ?? '',
);

export interface OnTerminal {
  readonly openUrl: string | null;
  /** What the browser was given; `null` when it was not started within a second and a half of `ready`. */
  readonly openedUrl: string | null;
}

export async function startOnTerminal(
  framework: Framework,
  { flags = [], env = {} }: StartOptions,
): Promise<OnTerminal> {
  const folder = mkdtempSync(join(tmpdir(), 'notebook-terminal-'));
  const opened = join(folder, 'opened');
  const browser = join(folder, 'browser');
  writeFileSync(browser, `#!/bin/sh\nprintf %s "$1" > '${opened}.part' && mv '${opened}.part' '${opened}'\n`);
  chmodSync(browser, 0o755);
  const file = fileURLToPath(new URL(`../dist/${framework}.js`, import.meta.url));
  const command = ['exec', process.execPath, file, ...flags]
    .map((word) => `'${word}'`)
    .join(' ')
    .replace("'exec'", 'exec');
  const terminal = spawn('script', ['--quiet', '--return', '--command', command, '/dev/null'], {
    env: { PATH: process.env['PATH'], PORT: '0', BROWSER: browser, ...env },
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  try {
    let printed = '';
    terminal.stdout.setEncoding('utf8').on('data', (text: string) => (printed += text));
    await until(() => /^ready /m.test(printed), 10_000);
    await until(() => existsSync(opened), 1_500);
    return {
      openUrl: /^open (\S+)/m.exec(printed)?.[1] ?? null,
      openedUrl: existsSync(opened) ? readFileSync(opened, 'utf8') : null,
    };
  } finally {
    const ended = new Promise((resolve) => terminal.once('close', resolve));
    terminal.stdin.write('\x03');
    await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 3_000))]);
    terminal.kill();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function until(isSo: () => boolean, limitMs: number): Promise<void> {
  for (const end = Date.now() + limitMs; !isSo() && Date.now() < end; )
    await new Promise((resolve) => setTimeout(resolve, 25));
}
