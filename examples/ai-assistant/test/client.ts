/**
 * A program with a key, a browser with its cookies, or neither: follows no redirect.
 */

import { type Answer, HttpClient, JSON_TYPE } from '@doorward/test-process';
import { expect } from '@jest/globals';
import { ADMIN, type Assistant, PASSWORD } from './assistant-process.ts';

type Headers = Readonly<Record<string, string>>;

export class Client extends HttpClient {
  /** With these headers in every request. */
  constructor(server: Pick<Assistant, 'port'>, headers: Headers = {}) {
    super(server, { accept: 'application/json', ...headers });
  }

  get(path: string, headers: Headers = {}): Promise<Answer> {
    return this.send('GET', path, headers);
  }

  /** Sends JSON. */
  call(method: string, path: string, body: unknown, headers: Headers = {}): Promise<Answer> {
    return this.send(method, path, { ...JSON_TYPE, ...headers }, JSON.stringify(body));
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
