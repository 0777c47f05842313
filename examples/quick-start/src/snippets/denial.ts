/**
 * A test that nothing is open to strangers, in a Jest test file.
 */

// #region denial
import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createAuth } from '@doorward/express';
import { assertDenied, routesOf } from '@doorward/testing';
import { expect, it } from '@jest/globals';
import { createApp } from './app.ts';

it('lets no stranger in anywhere', async () => {
  const auth = await createAuth({ token: 'a-token-for-tests' }, {});
  const app = createApp(auth);
  const server = createServer(app);
  auth.attach(server);
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await expect(assertDenied({ port, routes: routesOf(app), sockets: ['/ws'] })).resolves.toBeUndefined();
  server.close();
}, 30_000);
// #endregion denial
