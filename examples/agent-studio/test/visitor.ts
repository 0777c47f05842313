/**
 * A browser, as far as signing in goes: it keeps cookies of each server, and follows nothing by itself.
 */

import { type IncomingHttpHeaders, request } from 'node:http';

export interface Visit {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const PAGE = { accept: 'text/html,*/*;q=0.8', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
const SCRIPT = { accept: 'application/json', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' };
const MAX_HOPS = 10;

export class Visitor {
  readonly #jars = new Map<string, Map<string, string>>();

  /** Opens an address, after a link of another site. */
  open(url: string): Promise<Visit> {
    return this.#send('GET', url, { ...PAGE, 'sec-fetch-site': 'cross-site' });
  }

  /** Asks as a script of a page there does. */
  ask(url: string): Promise<Visit> {
    return this.#send('GET', url, { ...SCRIPT, 'sec-fetch-site': 'same-origin' });
  }

  /** The same, to delete what is there. */
  remove(url: string): Promise<Visit> {
    return this.#send('DELETE', url, { ...SCRIPT, 'sec-fetch-site': 'same-origin' });
  }

  /** Posts a form of a page there. */
  post(url: string, fields: Readonly<Record<string, string>>): Promise<Visit> {
    const headers = { ...PAGE, 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' };
    return this.#send('POST', url, headers, new URLSearchParams(fields).toString());
  }

  /** Follows redirects until one leads to `origin`, and answers that address without going there. */
  async follow(url: string, origin: string): Promise<string> {
    let next = url;
    for (let hops = 0; hops < MAX_HOPS && !next.startsWith(origin); hops += 1) {
      const { status, headers, body } = await this.open(next);
      if (headers.location === undefined) throw new Error(`${status} at ${next}: ${body}`);
      next = new URL(headers.location, next).href;
    }
    return next;
  }

  #send(method: string, url: string, headers: Readonly<Record<string, string>>, body = ''): Promise<Visit> {
    const { origin, hostname, port, pathname, search } = new URL(url);
    const jar = this.#jars.get(origin) ?? new Map<string, string>();
    this.#jars.set(origin, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const options = { hostname, port, path: pathname + search, method, headers: { ...headers, cookie } };
    return new Promise((resolve, reject) => {
      const sent = request({ ...options, agent: false }, (answer) => {
        const chunks: Buffer[] = [];
        answer.on('error', reject);
        answer.on('data', (chunk: Buffer) => chunks.push(chunk));
        answer.on('end', () => {
          keep(jar, answer.headers['set-cookie'] ?? []);
          resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: Buffer.concat(chunks).toString() });
        });
      });
      sent.on('error', reject);
      sent.end(body);
    });
  }
}

function keep(jar: Map<string, string>, lines: readonly string[]): void {
  for (const line of lines) {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
    if (value === '') jar.delete(name);
    else jar.set(name, value);
  }
}
