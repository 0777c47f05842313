/**
 * A program with a key, a browser with its cookies, or neither: follows no redirect.
 */

import { type IncomingHttpHeaders, request } from 'node:http';
import { expect } from '@jest/globals';
import { ADMIN, type Assistant, PASSWORD } from './assistant-process.ts';

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
export const JSON_TYPE: Headers = { 'content-type': 'application/json' };
export const FORM_TYPE: Headers = { 'content-type': 'application/x-www-form-urlencoded' };

export class Client {
  readonly #port: number;
  readonly #headers: Headers;
  readonly #cookies = new Map<string, string>();

  /** With these headers in every request. */
  constructor({ port }: Pick<Assistant, 'port'>, headers: Headers = {}) {
    this.#port = port;
    this.#headers = headers;
  }

  /** The cookies, as a browser would send them. */
  get cookie(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  }

  get(path: string, headers: Headers = {}): Promise<Answer> {
    return this.send('GET', path, headers);
  }

  /** Sends JSON. */
  call(method: string, path: string, body: unknown, headers: Headers = {}): Promise<Answer> {
    return this.send(method, path, { ...JSON_TYPE, ...headers }, JSON.stringify(body));
  }

  /** Sends a form of a page of the same site. */
  submit(path: string, fields: Readonly<Record<string, string>> = {}): Promise<Answer> {
    const headers = { ...PAGE, ...FORM_TYPE, 'sec-fetch-site': 'same-origin' };
    return this.send('POST', path, headers, new URLSearchParams(fields).toString());
  }

  send(method: string, path: string, headers: Headers, body = ''): Promise<Answer> {
    return new Promise((resolve, reject) => {
      const cookie = this.#cookies.size > 0 ? { cookie: this.cookie } : {};
      const length = body === '' ? {} : { 'content-length': `${Buffer.byteLength(body)}` };
      const all = { accept: 'application/json', ...this.#headers, ...cookie, ...length, ...headers };
      const options = { host: '127.0.0.1', port: this.#port, path, method, headers: all, agent: false as const };
      const outgoing = request(options, (incoming) => {
        const chunks: Buffer[] = [];
        incoming.on('error', reject);
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
      const value = pair.slice(pair.indexOf('=') + 1);
      if (value === '') this.#cookies.delete(name);
      else this.#cookies.set(name, value);
    }
  }
}

/** A program that sends the key as the seed does. */
export const withKey = (server: Pick<Assistant, 'port'>, key: string): Client =>
  new Client(server, { 'x-api-key': key });

export async function signedIn(
  server: Pick<Assistant, 'port'>,
  username = ADMIN,
  password = PASSWORD,
): Promise<Client> {
  const client = new Client(server);
  const { status } = await client.call('POST', '/api/auth/login', { username, password });
  expect([username, status]).toEqual([username, 200]);
  return client;
}

/** Adds somebody with this role, or none, and answers a client that is signed in as them. */
export async function addPerson(server: Pick<Assistant, 'port'>, username: string, role?: string): Promise<Client> {
  const admin = await signedIn(server);
  const roles = role === undefined ? [] : [role];
  const person = { username, email: `${username}@example.com`, password: PASSWORD, roles, mustChangePassword: false };
  expect(await admin.call('POST', '/auth/api/users', person)).toMatchObject({ status: 201 });
  return signedIn(server, username);
}

export interface MadeKey {
  readonly id: string;
  readonly api_key: string;
}

/** A service key, made at the seed's path. */
export async function makeKey(admin: Client, input: Readonly<Record<string, unknown>> = {}): Promise<MadeKey> {
  const { status, json } = await admin.call('POST', '/api/admin/api_keys', { name: 'robot', ...input });
  expect([status, json]).toEqual([201, { id: expect.any(String), api_key: expect.any(String) }]);
  return json as MadeKey;
}

/** All that says that a request was refused as RFC 9457 has it. */
export function problemOf({ status, headers, json }: Answer): readonly unknown[] {
  return [status, json?.status, headers['content-type']?.split(';', 1)[0], typeof json?.detail];
}

export const problem = (status: number): readonly unknown[] => [status, status, 'application/problem+json', 'string'];

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}
