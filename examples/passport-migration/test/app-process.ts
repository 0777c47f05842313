/**
 * A built server of the example as a process of its own, and a browser, as far as it is needed here.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { type IncomingMessage, request } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

export interface App {
  readonly url: string;
  stop(): Promise<void>;
}

/** One that printed nothing by then is ended, so that its test fails and nothing stays behind. */
const START_MS = 30_000;

export async function startApp(name: string): Promise<App> {
  const file = fileURLToPath(new URL(`../dist/${name}.js`, import.meta.url));
  if (!existsSync(file)) throw new Error(`${file} is missing. Build first: npx tsc -b, at the top of the repository.`);
  const env = { PATH: process.env['PATH'], PORT: '0' };
  const child = spawn(process.execPath, [file], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  const ended = new Promise<void>((resolve) => child.once('close', () => resolve()));
  const timer = setTimeout(() => child.kill('SIGKILL'), START_MS);
  let output = '';
  const url = await new Promise<string>((resolve, reject) => {
    const onText = (text: string): void => {
      output += text;
      const ready = /^ready (\S+)\/$/m.exec(output)?.[1];
      if (ready !== undefined) resolve(ready);
    };
    for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', onText);
    void ended.then(() => reject(new Error(`it ended:\n${output}`)));
  });
  clearTimeout(timer);
  return {
    url,
    async stop() {
      child.kill();
      await ended;
    },
  };
}

export interface Page {
  readonly status: number;
  readonly location: string | null;
  readonly text: string;
}

export interface Visitor {
  /** The Cookie header. */
  cookie: string;
  open(path: string): Promise<Page>;
  /** `site` is what a browser says of the page with the form. Default `same-origin`. */
  post(path: string, fields?: Readonly<Record<string, string>>, site?: string): Promise<Page>;
}

/** Keeps the last cookie that it is given. By node:http, since fetch says itself that it is no page. */
export function visitorOf({ url }: App): Visitor {
  async function ask(path: string, site: string, fields?: Readonly<Record<string, string>>): Promise<Page> {
    const headers = {
      ...(visitor.cookie === '' ? {} : { cookie: visitor.cookie }),
      ...(fields === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded' }),
      accept: 'text/html,*/*;q=0.8',
      'sec-fetch-mode': 'navigate',
      'sec-fetch-dest': 'document',
      'sec-fetch-site': site,
    };
    const outgoing = request(url + path, { method: fields === undefined ? 'GET' : 'POST', headers, agent: false });
    outgoing.end(fields === undefined ? '' : String(new URLSearchParams(fields)));
    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
    const given = incoming.headers['set-cookie']?.at(-1)?.split(';', 1)[0];
    if (given !== undefined) visitor.cookie = given;
    return {
      status: incoming.statusCode ?? 0,
      location: incoming.headers.location ?? null,
      text: await textOf(incoming),
    };
  }
  const visitor: Visitor = {
    cookie: '',
    open: (path) => ask(path, 'none'),
    post: (path, fields = {}, site = 'same-origin') => ask(path, site, fields),
  };
  return visitor;
}
