/**
 * Fastify, for reference: Doorward has no adapter for it, and its session is the cheapest that others have.
 */

import fastify from 'fastify';
import { UNAUTHORIZED } from '../../src/floor.mjs';
import { unguardedVariants } from '../../src/frameworks/own-variants.mjs';
import { peersOn } from '../../src/peer.mjs';
import { PAGE } from '../../src/variant.mjs';
import { PEERS } from './all.mjs';

const maker = { serve, serveApp, floorGuard };

/** @type {import('../../src/variant.mjs').Framework} */
export const framework = {
  name: 'Fastify',
  packages: ['fastify'],
  rounds: 21,
  goals: null,
  variants: [...unguardedVariants(maker), ...peersOn(PEERS, maker)],
};

function serve(...guards) {
  return serveApp((app) => {
    for (const guard of guards) app.addHook('onRequest', guard);
  });
}

/** @param {(app: import('fastify').FastifyInstance) => void} prepare puts before the page what is to come before it */
function serveApp(prepare) {
  const app = fastify();
  prepare(app);
  app.get('/', async () => PAGE);
  void app.listen({ port: 0, host: '127.0.0.1' });
  return app.server;
}

function floorGuard(find) {
  return async (request, reply) => {
    const user = find(request.headers);
    if (user === null) return reply.code(401).send(UNAUTHORIZED);
    request.user = user;
  };
}
