/**
 * Tests of an app behind Doorward, with Node's own test runner.
 */

// #region test
import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { after, test } from 'node:test';
import { createPrincipal } from '@doorward/core';
import { createAuth } from '@doorward/express';
import { createApp } from './app.ts';

const token = 'a-token-for-tests';
const auth = await createAuth({ token }, {}); // {}: no variable of this machine counts

const server = createServer(createApp(auth)).listen(0, '127.0.0.1');
await once(server, 'listening');
const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
after(() => server.close(() => auth.close()));

test('a stranger gets 401', async () => {
  assert.equal((await fetch(`${url}/me`)).status, 401);
});

test('the holder of the token is let in', async () => {
  const response = await fetch(`${url}/me`, { headers: { authorization: `Bearer ${token}` } });
  assert.deepEqual(await response.json(), { name: 'token' });
});
// #endregion test

// #region session
test('the login form makes a session', async () => {
  const login = await fetch(`${url}/auth/login`, {
    method: 'POST',
    body: new URLSearchParams({ password: token }),
    redirect: 'manual',
  });
  const [cookie = ''] = login.headers.getSetCookie();
  const response = await fetch(`${url}/me`, { headers: { cookie: cookie.split(';', 1)[0] ?? '' } });
  assert.equal(response.status, 200);
});
// #endregion session

// #region other-principal
const reader = createPrincipal({ subject: 'r', name: 'Reader', permissions: ['reports:read'], method: 'test' });
const readers = await createAuth(
  {
    schemes: [
      {
        name: 'test',
        authenticate: ({ bearer }) =>
          bearer === 'reader' ? { kind: 'authenticated', principal: reader, startsSession: false } : { kind: 'none' },
      },
    ],
    token,
  },
  {},
);

test('a reader may not write', async () => {
  const other = createServer(createApp(readers)).listen(0, '127.0.0.1');
  await once(other, 'listening');
  const { port } = other.address() as AddressInfo;
  const response = await fetch(`http://127.0.0.1:${port}/reports`, {
    method: 'POST',
    headers: { authorization: 'Bearer reader' },
  });
  assert.equal(response.status, 403);
  other.close();
});
// #endregion other-principal
