/**
 * A Redis server that ends with the process that started it.
 */

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { temporaryFolder } from '../temporary-folder.mjs';

/**
 * @returns {Promise<string>} its address
 * @throws Error when Redis is not installed
 */
export async function startRedis() {
  const port = await freePort();
  const args = ['--port', `${port}`, '--bind', '127.0.0.1', '--save', '', '--dir', temporaryFolder()];
  const server = spawn('redis-server', args, { stdio: 'ignore' });
  await once(server, 'spawn');
  server.unref();
  process.once('exit', () => server.kill('SIGKILL'));
  return `redis://127.0.0.1:${port}`;
}

/** @returns {Promise<number>} */
async function freePort() {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = /** @type {import('node:net').AddressInfo} */ (server.address());
  await new Promise((resolve) => server.close(resolve));
  return port;
}
