/**
 * A browser, as far as signing in goes: it keeps cookies by host, and follows redirects when it is told to.
 */

import { PAGE, setCookies } from '@doorward/testing';
import supertest from 'supertest';

export interface BrowserRequest {
  /** Default as for a page. */
  readonly headers?: Readonly<Record<string, string>>;
  /** Fields of a form that is posted. Default none: the page is read. */
  readonly form?: Readonly<Record<string, string>>;
  /** What is sent as JSON, by a script of the page. Default nothing. */
  readonly json?: object;
  /** Default POST for what is sent, else GET. */
  readonly method?: 'PUT' | 'DELETE';
}

export interface Browser {
  /** Asks without following. */
  ask(url: string, request?: BrowserRequest): Promise<supertest.Response>;
  /** Follows redirects up to an address that begins so, and answers it without going there. */
  follow(url: string, until: string): Promise<string>;
  /** Keeps a cookie that it was not given there, such as one of an attacker; `name=value`. */
  plant(url: string, cookie: string): void;
}

const MAX_HOPS = 10;

export function createBrowser(): Browser {
  const jars = new Map<string, Map<string, string>>();

  function jarOf(origin: string): Map<string, string> {
    const jar = jars.get(origin) ?? new Map<string, string>();
    jars.set(origin, jar);
    return jar;
  }

  async function ask(url: string, given: BrowserRequest = {}): Promise<supertest.Response> {
    const { headers = PAGE } = given;
    const jar = jarOf(new URL(url).origin);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const request = requestOf(url, given);
    const response = await request.set({ ...headers, ...(cookie === '' ? {} : { cookie }) }).redirects(0);
    for (const line of setCookies(response.headers)) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (value === '') jar.delete(name);
      else jar.set(name, value);
    }
    return response;
  }

  return {
    ask,
    plant(url, cookie) {
      const [, name = '', value = ''] = /^([^=]+)=(.*)$/.exec(cookie) ?? [];
      jarOf(new URL(url).origin).set(name, value);
    },
    async follow(url, until) {
      let next = url;
      for (let hops = 0; hops < MAX_HOPS && !next.startsWith(until); hops += 1) {
        const { headers, status, text } = await ask(next);
        if (headers['location'] === undefined) throw new Error(`${status} at ${next}: ${text}`);
        next = new URL(headers['location'], next).href;
      }
      return next;
    },
  };
}

function requestOf(url: string, { form, json, method }: BrowserRequest): supertest.Test {
  const { origin, pathname, search } = new URL(url);
  const [http, target] = [supertest(origin), pathname + search];
  if (form !== undefined) return http.post(target).type('form').send(form);
  if (method === 'DELETE') return http.delete(target);
  if (json === undefined) return http.get(target);
  return (method === 'PUT' ? http.put(target) : http.post(target)).send(json);
}
