/**
 * A short window of load on one server, and what it costs there.
 */

import { CORES } from './pinned-process.mjs';
import { watchProcessors } from './processor-time.mjs';

const CONNECTIONS = 32;
const WINDOW_MS = 110;

/**
 * @typedef {object} Window
 * @property {number} requests answered
 * @property {number} cpuUs of the server, for one request
 * @property {number} perSecond the same in a second
 * @property {number} busy share of the window in which the server used its core
 * @property {number | null} serverWaited share in which the server could have run, and its core was taken; `null` if unknown
 * @property {number | null} loaderWaited the same of the loader
 * @property {number | null} stolen share of both cores that the host took for others
 *
 * @param {object} target
 * @param {import('./pinned-process.mjs').PinnedProcess} target.server
 * @param {import('./pinned-process.mjs').PinnedProcess} target.loader
 * @param {import('./loader.mjs').Load} target.load
 * @returns {Promise<Window>}
 */
export async function measureWindow({ server, loader, load }) {
  const watched = watchProcessors(CORES);
  const before = await server.ask('cpu');
  const { requests, ms, waitedUs } = await loader.ask(load);
  const after = await server.ask('cpu');
  const cpuUs = after.cpuUs - before.cpuUs;
  const share = (us) => us / (ms * 1000);
  return {
    requests,
    cpuUs: cpuUs / requests,
    perSecond: (requests / ms) * 1000,
    busy: share(cpuUs),
    serverWaited: after.waitedUs === null ? null : share(after.waitedUs - before.waitedUs),
    loaderWaited: waitedUs === null ? null : share(waitedUs),
    stolen: watched().stolen,
  };
}

/**
 * A script's or tool's request for the page; signed in it carries the credential.
 *
 * @param {import('./variant.mjs').Variant} variant
 * @param {import('./variant.mjs').Measurement} measurement
 * @param {{ port: number, header: string, credential: string }} server
 * @returns {import('./loader.mjs').Load}
 */
export function loadOf(variant, measurement, { port, header, credential }) {
  const signedIn = measurement !== 'stranger';
  const lines = [
    'GET / HTTP/1.1',
    `Host: 127.0.0.1:${port}`,
    'User-Agent: doorward-bench',
    'Accept: application/json',
    'Accept-Encoding: gzip, deflate',
    ...(signedIn && credential !== '' ? [`${header}: ${credential}`] : []),
  ];
  const status = signedIn || !variant.guarded ? '200' : '401';
  return {
    port,
    request: `${lines.join('\r\n')}\r\n\r\n`,
    status,
    connections: CONNECTIONS,
    ms: WINDOW_MS,
  };
}
