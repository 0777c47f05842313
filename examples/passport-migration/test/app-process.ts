/**
 * A built server of the example as a process of its own, and a browser, as far as it is needed here.
 */

import { once } from 'node:events';
import { type IncomingMessage, request } from 'node:http';
import { text as textOf } from 'node:stream/consumers';
import { type ServerProcess, startServer } from '@doorward/test-process';

export type App = ServerProcess;

export const startApp = (name: string): Promise<App> => startServer(new URL(`../dist/${name}.js`, import.meta.url));

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
