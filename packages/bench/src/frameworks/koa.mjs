/**
 * Koa: the variants that are measured on it.
 */

import { mount } from '@doorward/koa';
import Koa from 'koa';
import { PEERS } from '../../peers/koa/all.mjs';
import { UNAUTHORIZED } from '../floor.mjs';
import { mountedVariants } from '../mounted.mjs';
import { peersOn } from '../peer.mjs';
import { PAGE } from '../variant.mjs';
import { ownVariants } from './own-variants.mjs';

/** What makes a server of this framework. */
const maker = { serve, serveApp, floorGuard, doorwardGuard };

/** @type {import('../variant.mjs').Framework} */
export const framework = {
  name: 'Koa',
  packages: ['koa'],
  rounds: 21,
  goals: { overFloorUs: 3, throughput: 0.83, overOneMountUs: 2 },
  variants: [...ownVariants(maker), ...mountedVariants(page, serveSite), ...peersOn(PEERS, maker)],
};

/** @param {...import('koa').Middleware} guards */
function serve(...guards) {
  return serveApp((app) => {
    for (const guard of guards) app.use(guard);
  });
}

/** @param {(app: Koa) => void} prepare puts before the page what is to come before it */
function serveApp(prepare) {
  const app = new Koa();
  prepare(app);
  app.use((ctx) => {
    ctx.body = PAGE;
  });
  return app.listen(0, '127.0.0.1');
}

function page() {
  return new Koa().use((ctx) => {
    ctx.body = PAGE;
  });
}

/** @param {import('@doorward/auth').Site} site */
function serveSite(site) {
  return serve(mount(site));
}

/** @param {(headers: import('node:http').IncomingHttpHeaders) => import('../floor.mjs').FloorUser | null} find */
function floorGuard(find) {
  return (ctx, next) => {
    const user = find(ctx.headers);
    if (user !== null) {
      ctx.state.user = user;
      return next();
    }
    ctx.status = 401;
    ctx.body = UNAUTHORIZED;
  };
}

/** @param {import('@doorward/auth').DoorwardOptions} options */
async function doorwardGuard(options) {
  const { doorward } = await import('@doorward/koa');
  return doorward(options);
}
