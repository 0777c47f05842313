/**
 * A built server of the quick start as a process of its own, and requests to it.
 */

import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { type IncomingHttpHeaders, request } from 'node:http';
import { fileURLToPath } from 'node:url';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Sent {
  readonly method?: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
}

export interface QuickStart {
  /** Everything that it printed so far. */
  printed(): string;
  /** What follows `ready ` and `open `; `null` where no such line was printed. */
  line(name: 'ready' | 'open'): string | null;
  send(path: string, sent?: Sent): Promise<Answer>;
  stop(): Promise<void>;
}

/** A server that printed nothing by then is ended, so that its test fails and nothing stays behind. */
const START_MS = 15_000;

/** Starts it on any free port and waits until `lines` are printed. @throws Error with its output when they are not. */
export async function startQuickStart(
  framework: string,
  env: Record<string, string>,
  lines: readonly ('ready' | 'open')[],
): Promise<QuickStart> {
  const file = fileURLToPath(new URL(`../dist/${framework}.js`, import.meta.url));
  if (!existsSync(file)) throw new Error(`${file} is missing. Build first: npx tsc -b, at the top of the repository.`);
  const child = spawn(process.execPath, [file], {
    env: { PATH: process.env['PATH'], PORT: '0', ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  let output = '';
  const line = (name: string): string | null => new RegExp(`^${name} (\\S+)$`, 'm').exec(output)?.[1] ?? null;
  const timer = setTimeout(() => child.kill('SIGKILL'), START_MS);
  await new Promise<void>((resolve, reject) => {
    const onText = (text: string): void => {
      output += text;
      if (lines.every((name) => line(name) !== null)) resolve();
    };
    child.stdout.setEncoding('utf8').on('data', onText);
    child.stderr.setEncoding('utf8').on('data', onText);
    void ended.then(() => reject(new Error(`no line of ${lines.join(', ')} before its end:\n${output}`)));
  });
  clearTimeout(timer);
  return {
    printed: () => output,
    line,
    send: (path, sent) => send(new URL(line('ready') ?? ''), path, sent),
    async stop() {
      child.kill();
      await ended;
    },
  };
}

function send(at: URL, path: string, { method = 'GET', headers = {}, body }: Sent = {}): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const outgoing = request({ host: at.hostname, port: at.port, path, method, headers, agent: false }, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () =>
        resolve({
          status: incoming.statusCode ?? 0,
          headers: incoming.headers,
          body: Buffer.concat(chunks).toString(),
        }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
