/**
 * Signing out at an endpoint of an app's own, with the access token wherever the configuration lets it stand.
 */

import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createMemoryDurableStore } from '@doorward/core';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { createAuth, type Doorward } from '../src/index.ts';

const PASSWORD = 'plum trolley wanders 42';

let auth: Doorward;
let url: string;
const server = createServer(async (message, response) => {
  if (message.url === '/out') {
    await auth.signOut(message);
    response.end();
    return;
  }
  const outcome = await auth.signInForTokens(message, { name: 'olga', password: PASSWORD });
  response.end(outcome.kind === 'signed-in' ? outcome.pair.accessToken : outcome.kind);
});

beforeAll(async () => {
  auth = await createAuth(
    {
      secret: 'q8Zt1Vx0cW5mJ7rYb3LkP9sDf6GhNa2E',
      accounts: { owner: { username: 'olga', password: PASSWORD } },
      durableStore: createMemoryDurableStore(),
      tokens: { headers: ['oauth-token', 'x-token'] },
    },
    {},
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
});

afterAll(async () => {
  server.close();
  await auth.close();
});

it.each([
  ['authorization', 'Bearer '],
  ['oauth-token', ''],
  ['x-token', ''],
])('a token in %s is signed out with the request, and means nothing any more (A26, A67)', async (name, before) => {
  const [token, other] = [await post('/'), await post('/')];
  expect(await statusOf(token)).toBe('continue');
  await post('/out', { [name]: before + token });
  expect([await statusOf(token), await statusOf(other)]).toEqual([401, 'continue']);
});

async function post(path: string, headers: Record<string, string> = {}): Promise<string> {
  return (await fetch(url + path, { method: 'POST', headers })).text();
}

async function statusOf(token: string): Promise<unknown> {
  const header = (name: string) => (name === 'oauth-token' ? token : undefined);
  const view = {
    method: 'GET',
    target: '/',
    rootPath: '',
    remoteAddress: '127.0.0.1',
    mounts: null,
    upgrade: false,
    header,
    headerLines: (name: string) => (header(name) === undefined ? [] : [token]),
  };
  const decision = await auth.begin(view);
  return decision.kind === 'respond' ? decision.status : decision.kind;
}
