/**
 * A browser, or a program with a cookie jar: keeps what it is given, follows no redirect.
 */

import { type IncomingHttpHeaders, request } from 'node:http';
import { expect } from '@jest/globals';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The body as JSON; `null` where it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: what the tests look into is what they assert
  readonly json: any;
}

type Headers = Readonly<Record<string, string>>;

/** What a browser adds when a person opens an address. */
export const PAGE: Headers = {
  accept: 'text/html,*/*;q=0.8',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
  'sec-fetch-site': 'none',
};
export const FORM_TYPE: Headers = { 'content-type': 'application/x-www-form-urlencoded' };
export const JSON_TYPE: Headers = { 'content-type': 'application/json' };

export class Visitor {
  readonly #port: number;
  readonly #cookies = new Map<string, string>();

  constructor({ port }: { readonly port: number }) {
    this.#port = port;
  }

  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** At another server of the same host, with the same cookies. */
  at(server: { readonly port: number }): Visitor {
    const other = new Visitor(server);
    for (const [name, value] of this.#cookies) other.#cookies.set(name, value);
    return other;
  }

  /** Opens a page. */
  open(path: string): Promise<Answer> {
    return this.send('GET', path, PAGE);
  }

  /** Sends a form of a page of the same site. */
  submit(path: string, fields: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const headers = { ...PAGE, ...FORM_TYPE, 'sec-fetch-site': 'same-origin' };
    return this.send('POST', path, headers, new URLSearchParams(fields).toString());
  }

  /** Calls the API, as a program. */
  api(method: string, path: string, body?: unknown): Promise<Answer> {
    const headers = { accept: 'application/json', ...(body === undefined ? {} : JSON_TYPE) };
    return this.send(method, `/api/v1${path}`, headers, body === undefined ? '' : JSON.stringify(body));
  }

  /** The API's login, a form as in the seed. */
  login(username: string, password: string): Promise<Answer> {
    const body = new URLSearchParams({ username, password }).toString();
    return this.send('POST', '/api/v1/login', { accept: 'application/json', ...FORM_TYPE }, body);
  }

  send(method: string, path: string, headers: Headers, body = ''): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const all = { ...headers, ...(this.#cookies.size > 0 ? { cookie: this.cookie } : {}) };
      const options = { host: '127.0.0.1', port: this.#port, path, method, headers: all, agent: false as const };
      const outgoing = request(options, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('end', () => {
          this.#keep(incoming.headers['set-cookie'] ?? []);
          const text = Buffer.concat(chunks).toString();
          resolve({ status: incoming.statusCode ?? 0, headers: incoming.headers, body: text, json: parsed(text) });
        });
      });
      outgoing.on('error', reject);
      outgoing.setTimeout(10_000, () => outgoing.destroy(new Error(`no answer to ${method} ${path} in 10 s`)));
      outgoing.end(body);
    });
  }

  #keep(lines: readonly string[]): void {
    for (const line of lines) {
      const [pair = ''] = line.split(';', 1);
      const name = pair.slice(0, pair.indexOf('='));
      if (/; Max-Age=0(?:;|$)/i.test(line)) this.#cookies.delete(name);
      else this.#cookies.set(name, pair.slice(pair.indexOf('=') + 1));
    }
  }
}

/** A visitor who has signed in by the API. */
export async function signedIn(server: { readonly port: number }, name: string, password: string): Promise<Visitor> {
  const visitor = new Visitor(server);
  expect(await visitor.login(name, password)).toMatchObject({ status: 200 });
  return visitor;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
