/**
 * Requests as browsers and programs send them: the target as given, no redirect followed.
 */

import { type IncomingHttpHeaders, request } from 'node:http';

export interface Answer {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** The body as JSON; `null` where it is none. */
  // biome-ignore lint/suspicious/noExplicitAny: what the tests look into is what they assert
  readonly json: any;
  /** `name=value` of each cookie that it sets. */
  readonly cookies: readonly string[];
}

type Headers = Readonly<Record<string, string | string[]>>;

export interface Sent {
  /** Default `GET`. */
  readonly method?: string;
  readonly headers?: Headers;
  readonly body?: string;
}

/** Where a server listens. */
export interface Place {
  /** Default `127.0.0.1`. */
  readonly hostname?: string;
  readonly port: number | string;
}

/** What a browser adds when a person opens an address. */
export const PAGE: Readonly<Record<string, string>> = {
  accept: 'text/html,*/*;q=0.8',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
  'sec-fetch-site': 'none',
};
/** What an API client sends. */
export const SCRIPT: Readonly<Record<string, string>> = { accept: 'application/json' };
export const FORM_TYPE: Readonly<Record<string, string>> = { 'content-type': 'application/x-www-form-urlencoded' };
export const JSON_TYPE: Readonly<Record<string, string>> = { 'content-type': 'application/json' };

/** A server that has not answered by then is not going to. */
const LIMIT_MS = 30_000;

/** Sends one request, on a connection of its own. A socket that is opened is closed again. */
export function send({ hostname = '127.0.0.1', port }: Place, path: string, sent: Sent = {}): Promise<Answer> {
  const { method = 'GET', headers = {}, body = '' } = sent;
  const length = body === '' ? {} : { 'content-length': `${Buffer.byteLength(body)}` };
  return new Promise((resolve, reject) => {
    const options = { hostname, port, path, method, headers: { ...length, ...headers }, agent: false as const };
    const outgoing = request(options, (incoming) => {
      const chunks: Buffer[] = [];
      incoming.on('error', reject);
      incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
      incoming.on('end', () => resolve(answerOf(incoming, Buffer.concat(chunks).toString())));
    });
    outgoing.on('upgrade', (incoming, socket) => {
      socket.destroy();
      resolve(answerOf(incoming, ''));
    });
    outgoing.on('error', reject);
    outgoing.setTimeout(LIMIT_MS, () => outgoing.destroy(new Error(`no answer to ${method} ${path}`)));
    outgoing.end(body);
  });
}

/** One server's client with a cookie jar: a browser, or a program with `headers` in every request. */
export class HttpClient {
  readonly #place: Place;
  readonly #headers: Headers;
  readonly #cookies = new Map<string, string>();

  constructor(place: Place, headers: Headers = {}) {
    this.#place = place;
    this.#headers = headers;
  }

  /** The cookies, as a browser would send them; empty without any. */
  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  /** Takes over the cookies of another client. */
  adopt(other: HttpClient): this {
    for (const [name, value] of other.#cookies) this.#cookies.set(name, value);
    return this;
  }

  /** Sends a form of a page of the same site. */
  submit(path: string, fields: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const headers = { ...PAGE, ...FORM_TYPE, 'sec-fetch-site': 'same-origin' };
    return this.send('POST', path, headers, new URLSearchParams(fields).toString());
  }

  /** With the cookies that it has, and keeps those of the answer. */
  async send(method: string, path: string, headers: Headers = {}, body = ''): Promise<Answer> {
    const cookie = this.#cookies.size > 0 ? { cookie: this.cookie } : {};
    const all = { ...this.#headers, ...cookie, ...headers };
    const answer = await send(this.#place, path, { method, headers: all, body });
    for (const pair of answer.cookies) {
      const name = pair.slice(0, pair.indexOf('='));
      const value = pair.slice(name.length + 1);
      // Ours and the examples' clear a cookie by an empty value.
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
    return answer;
  }
}

interface Head {
  readonly statusCode?: number | undefined;
  readonly headers: IncomingHttpHeaders;
}

function answerOf({ statusCode = 0, headers }: Head, body: string): Answer {
  const cookies = (headers['set-cookie'] ?? []).map((line) => line.split(';', 1)[0] ?? '');
  return { status: statusCode, headers, body, json: parsed(body), cookies };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
