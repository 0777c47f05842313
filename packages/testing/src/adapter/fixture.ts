/**
 * One running fixture server and the shorthands that the behaviours use.
 */

import { createAuth, type Doorward, type DoorwardOptions } from '@doorward/auth';
import type { AuthEvent } from '@doorward/core';
import supertest from 'supertest';
import { readSetCookie } from '../http/cookie.ts';
import { type RawRequest, type RawResponse, rawRequest } from '../http/raw-request.ts';
import type { AdapterHarness, FixtureServer, FixtureSetup, Observed } from './harness.ts';

export const TOKEN = 'sup3rs3cr3t-token';

/** Paths that the fixture declares public. */
const PUBLIC: readonly string[] = ['/assets/', 'GET /about', '/signed-in'];

export interface Fixture extends Observed {
  readonly port: number;
  readonly origin: string;
  readonly auth: Doorward;
  readonly events: readonly AuthEvent[];
  /** Moves the clock of sessions and limits. */
  advance(seconds: number): void;
  readonly http: ReturnType<typeof supertest>;
  raw(request: RawRequest | string): Promise<RawResponse>;
  /** Signs in by the form; answers the Cookie header. */
  signIn(): Promise<string>;
  close(): Promise<void>;
}

export type FixtureOptions = Omit<FixtureSetup, 'auth' | 'observed'> & { readonly options?: DoorwardOptions };

export async function startFixture(
  harness: AdapterHarness,
  { options = {}, ...setup }: FixtureOptions = {},
): Promise<Fixture> {
  const events: AuthEvent[] = [];
  const observed: Observed = { reached: [], bodies: [] };
  let offset = 0;
  const token =
    options.auth === 'off' || options.tokenFile !== undefined || options.tokenContent !== undefined
      ? {}
      : { token: TOKEN };
  const auth = await createAuth(
    {
      ...token,
      public: PUBLIC,
      log: SILENT,
      onEvent: (event) => events.push(event),
      now: () => Date.now() + offset,
      ...options,
    },
    {},
  );
  const server: FixtureServer = await harness.start({ ...setup, auth, observed });
  const origin = `http://127.0.0.1:${server.port}`;
  const http = supertest(origin);
  const login = `${setup.mountedAt ?? options.basePath ?? ''}/auth/login`;
  return {
    ...observed,
    port: server.port,
    origin,
    auth,
    events,
    http,
    advance: (seconds) => {
      offset += seconds * 1000;
    },
    raw: (request) => rawRequest(server.port, typeof request === 'string' ? { target: request } : request),
    async signIn() {
      const response = await http.post(login).type('form').send({ password: TOKEN }).redirects(0);
      return cookieOf(response.headers);
    },
    async close() {
      await server.close();
      await auth.close();
    },
  };
}

const SILENT = { info: () => undefined, warn: () => undefined };

/** The Cookie header that a browser would send after this answer. */
export function cookieOf(headers: Readonly<Record<string, unknown>>): string {
  const lines = setCookies(headers);
  if (lines.length !== 1) throw new Error(`expected one Set-Cookie, got ${lines.length}`);
  const { name, value } = readSetCookie(lines[0] ?? '');
  return `${name}=${value}`;
}

export function setCookies(headers: Readonly<Record<string, unknown>>): readonly string[] {
  const lines = headers['set-cookie'];
  return Array.isArray(lines) ? lines : lines === undefined ? [] : [String(lines)];
}

export function basic(name: string, password: string): string {
  return `Basic ${Buffer.from(`${name}:${password}`).toString('base64')}`;
}

/** How a browser asks for a page. */
export const PAGE: Readonly<Record<string, string>> = {
  accept: 'text/html,application/xhtml+xml,*/*;q=0.8',
  'sec-fetch-mode': 'navigate',
  'sec-fetch-dest': 'document',
  'sec-fetch-site': 'none',
};

/** How a page's script asks. */
export const SCRIPT: Readonly<Record<string, string>> = {
  accept: '*/*',
  'sec-fetch-mode': 'cors',
  'sec-fetch-dest': 'empty',
  'sec-fetch-site': 'same-origin',
};
