/**
 * The process that makes the load: raw sockets, one request in flight on each, so that it needs less
 * CPU time than the server that it loads.
 */

import { connect } from 'node:net';
import { waitedUs } from './processor-time.mjs';
import { createResponseReader } from './response-reader.mjs';

/**
 * @typedef {object} Load
 * @property {number} port
 * @property {string} request the whole request, ready to send
 * @property {string} status what every answer must have
 * @property {number} connections
 * @property {number} ms requests are started for so long
 */

/** @type {Map<string, Promise<readonly import('node:net').Socket[]>>} */
const pools = new Map();

process.on('disconnect', () => process.exit(0));
process.on('message', async (/** @type {Load} */ load) => {
  try {
    process.send(await run(load));
  } catch (error) {
    process.send({ error: error.message });
  }
});
process.send('ready');

/** @param {Load} load */
async function run(load) {
  const key = `${load.port} ${load.connections}`;
  if (!pools.has(key)) pools.set(key, Promise.all(Array.from({ length: load.connections }, () => open(load.port))));
  const sockets = await pools.get(key);
  const request = Buffer.from(load.request, 'latin1');
  const started = performance.now();
  const waited = waitedUs();
  const counts = await Promise.all(sockets.map((socket) => pump(socket, request, load.status, started + load.ms)));
  const ended = performance.now();
  return {
    requests: counts.reduce((sum, count) => sum + count, 0),
    ms: ended - started,
    waitedUs: waited === null ? null : waitedUs() - waited,
  };
}

function open(port) {
  return new Promise((resolve, reject) => {
    const socket = connect({ port, host: '127.0.0.1', noDelay: true }, () => resolve(socket));
    socket.once('error', reject);
  });
}

/** Sends the request again and again until then; answers how many answers came. */
function pump(socket, request, status, until) {
  return new Promise((resolve, reject) => {
    const read = createResponseReader();
    let count = 0;
    for (const event of ['error', 'close', 'data']) socket.removeAllListeners(event);
    socket.on('error', reject);
    socket.on('close', () => reject(new Error('the server closed a connection')));
    socket.on('data', (chunk) => {
      const got = read(chunk);
      if (got === null) return;
      if (got !== status) return reject(new Error(`an answer had status ${got} instead of ${status}`));
      count += 1;
      if (performance.now() < until) socket.write(request);
      else resolve(count);
    });
    socket.write(request);
  });
}
