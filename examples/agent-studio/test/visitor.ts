/**
 * A browser, as far as signing in goes: it keeps cookies of each server, and follows nothing by itself.
 */

import { type Answer, FORM_TYPE, HttpClient } from '@doorward/test-process';

const PAGE = { accept: 'text/html,*/*;q=0.8', 'sec-fetch-mode': 'navigate', 'sec-fetch-dest': 'document' };
const SCRIPT = { accept: 'application/json', 'sec-fetch-mode': 'cors', 'sec-fetch-dest': 'empty' };
const MAX_HOPS = 10;

export class Visitor {
  readonly #clients = new Map<string, HttpClient>();

  /** Opens an address, after a link of another site. */
  open(url: string): Promise<Answer> {
    return this.#send('GET', url, { ...PAGE, 'sec-fetch-site': 'cross-site' });
  }

  /** Asks as a script of a page there does. */
  ask(url: string): Promise<Answer> {
    return this.#send('GET', url, { ...SCRIPT, 'sec-fetch-site': 'same-origin' });
  }

  /** The same, to delete what is there. */
  remove(url: string): Promise<Answer> {
    return this.#send('DELETE', url, { ...SCRIPT, 'sec-fetch-site': 'same-origin' });
  }

  /** Posts a form of a page there. */
  post(url: string, fields: Readonly<Record<string, string>>): Promise<Answer> {
    const headers = { ...PAGE, ...FORM_TYPE, 'sec-fetch-site': 'same-origin' };
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

  #send(method: string, url: string, headers: Readonly<Record<string, string>>, body = ''): Promise<Answer> {
    const place = new URL(url);
    const client = this.#clients.get(place.origin) ?? new HttpClient(place);
    this.#clients.set(place.origin, client);
    return client.send(method, place.pathname + place.search, headers, body);
  }
}
