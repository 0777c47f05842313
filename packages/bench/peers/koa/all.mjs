/**
 * The peers that are measured on Koa.
 */

import { UNAUTHORIZED } from '../../src/floor.mjs';
import { createIssuer } from '../../src/program/issuer.mjs';
import { betterAuthPeers } from '../better-auth.mjs';
import { manyMounts } from '../many-mounts.mjs';
import { SESSIONS } from './session.mjs';

/**
 * @see https://github.com/koajs/jwt
 * @type {import('../../src/peer.mjs').Peer}
 */
const JWT = {
  name: 'koa-jwt',
  packages: ['koa-jwt'],
  configuration: 'RS256, the public key at hand; issuer and audience checked',
  measurements: ['jwt'],
  async start({ serve }) {
    const { default: jwt } = await import('koa-jwt');
    const { publicKey, issuer, audience, token } = createIssuer();
    const secret = publicKey.export({ type: 'spki', format: 'pem' });
    const guard = jwt({ secret, algorithms: ['RS256'], issuer, audience });
    return { server: serve(guard), header: 'Authorization', signIn: () => `Bearer ${token}` };
  },
};

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
export const PEERS = [...SESSIONS, ...betterAuthPeers(guardOf), JWT, ...MOUNTS];

function guardOf(find) {
  return async (ctx, next) => {
    ctx.state.session = await find(ctx.headers);
    if (ctx.state.session !== null) return next();
    ctx.status = 401;
    ctx.body = UNAUTHORIZED;
  };
}
