/**
 * Hono on @hono/node-server: the variants that are measured on it.
 */

import { mount } from '@doorward/hono';
import { serve as serveOnNode } from '@hono/node-server';
import { Hono } from 'hono';
import { PEERS } from '../../peers/hono/all.mjs';
import { UNAUTHORIZED } from '../floor.mjs';
import { mountedVariants } from '../mounted.mjs';
import { peersOn } from '../peer.mjs';
import { PAGE } from '../variant.mjs';
import { ownVariants } from './own-variants.mjs';

/** What makes a server of this framework. */
const maker = { serve, serveApp, floorGuard, doorwardGuard };

/** @type {import('../variant.mjs').Framework} */
export const framework = {
  name: 'Hono',
  packages: ['hono', '@hono/node-server'],
  rounds: 21,
  goals: { overFloorUs: 3, throughput: 0.75, overOneMountUs: 2 },
  variants: [...ownVariants(maker), ...mountedVariants(page, serveSite), ...peersOn(PEERS, maker)],
};

/** @param {...import('hono').MiddlewareHandler} guards */
function serve(...guards) {
  return serveApp((app) => {
    for (const guard of guards) app.use(guard);
  });
}

/** @param {(app: Hono) => void} prepare puts before the page what is to come before it */
function serveApp(prepare) {
  const app = new Hono();
  prepare(app);
  app.get('/', (c) => c.json(PAGE));
  return serveOnNode({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
}

function page() {
  return new Hono().get('/', (c) => c.json(PAGE));
}

/** @param {import('@doorward/auth').Site} site */
function serveSite(site) {
  return serve(mount(site));
}

/** @param {(headers: import('node:http').IncomingHttpHeaders) => import('../floor.mjs').FloorUser | null} find */
function floorGuard(find) {
  return (c, next) => {
    const user = find(c.env.incoming.headers);
    if (user === null) return c.json(UNAUTHORIZED, 401);
    c.set('user', user);
    return next();
  };
}

/** @param {import('@doorward/auth').DoorwardOptions} options */
async function doorwardGuard(options) {
  const { doorward } = await import('@doorward/hono');
  return doorward(options);
}
