/**
 * The peers that are measured on Hono.
 */

import { UNAUTHORIZED } from '../../src/floor.mjs';
import { betterAuthPeers } from '../better-auth.mjs';
import { manyMounts } from '../many-mounts.mjs';
import { PROGRAMS } from './programs.mjs';
import { SESSIONS } from './session.mjs';

/** @see https://hono.dev/docs/api/routing#grouping */
const MOUNTS = manyMounts(
  'app.route',
  (app, path, Hono) =>
    app.route(
      path,
      new Hono().get('/', (c) => c.body(null)),
    ),
  {
    packages: [],
    load: async () => (await import('hono')).Hono,
  },
);

/** @type {readonly import('../../src/peer.mjs').Peer[]} */
export const PEERS = [...SESSIONS, ...betterAuthPeers(guardOf), ...PROGRAMS, ...MOUNTS];

function guardOf(find) {
  return async (c, next) => {
    const session = await find(c.req.raw.headers);
    if (session === null) return c.json(UNAUTHORIZED, 401);
    c.set('session', session);
    return next();
  };
}
