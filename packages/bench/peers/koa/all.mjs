/**
 * The peers that are measured on Koa.
 */

import { UNAUTHORIZED } from '../../src/floor.mjs';
import { betterAuthPeers } from '../better-auth.mjs';
import { manyMounts } from '../many-mounts.mjs';
import { PROGRAMS } from './programs.mjs';
import { SESSIONS } from './session.mjs';

/** @see https://github.com/koajs/mount */
const MOUNTS = manyMounts(
  'koa-mount',
  (app, path, { mount, Koa }) =>
    app.use(
      mount(
        path,
        new Koa().use(() => undefined),
      ),
    ),
  {
    packages: ['koa-mount'],
    load: async () => ({ mount: (await import('koa-mount')).default, Koa: (await import('koa')).default }),
  },
);

/** @type {readonly import('../../src/peer.mjs').Peer[]} */
export const PEERS = [...SESSIONS, ...betterAuthPeers(guardOf), ...PROGRAMS, ...MOUNTS];

function guardOf(find) {
  return async (ctx, next) => {
    ctx.state.session = await find(ctx.headers);
    if (ctx.state.session !== null) return next();
    ctx.status = 401;
    ctx.body = UNAUTHORIZED;
  };
}
