/**
 * The peers that are measured on Fastify.
 *
 * @see https://github.com/fastify/fastify-secure-session
 * @see https://github.com/fastify/fastify-jwt
 */

import { randomBytes } from 'node:crypto';
import { UNAUTHORIZED } from '../../src/floor.mjs';
import { createIssuer } from '../../src/program/issuer.mjs';
import { SIGN_IN_PATH, signInAt } from '../../src/sign-in-request.mjs';
import { USER } from '../secret.mjs';

/** @type {readonly import('../../src/peer.mjs').Peer[]} */
export const PEERS = [
  {
    name: '@fastify/secure-session',
    packages: ['@fastify/secure-session', 'fastify'],
    configuration: 'a sealed cookie (libsodium), key at hand; defaults',
    measurements: ['signed-in', 'stranger'],
    async start({ serveApp }) {
      const { default: secureSession } = await import('@fastify/secure-session');
      const server = serveApp((app) => {
        app.register(secureSession, { key: randomBytes(32), cookie: { path: '/', httpOnly: true } });
        app.addHook('preHandler', async (request, reply) => {
          if (request.session.get('userId') !== undefined || request.url === SIGN_IN_PATH) return;
          return reply.code(401).send(UNAUTHORIZED);
        });
        app.get(SIGN_IN_PATH, async (request) => {
          request.session.set('userId', USER.id);
          return {};
        });
      });
      return { server, signIn: signInAt };
    },
  },
  jwtPeer('@fastify/jwt', 'RS256, the public key at hand; issuer and audience checked; no cache, its default', {}),
  jwtPeer('@fastify/jwt, cache', 'the same with verify.cache', { cache: true }),
];

function jwtPeer(name, configuration, cache) {
  return {
    name,
    packages: ['@fastify/jwt', 'fastify'],
    configuration,
    measurements: ['jwt'],
    async start({ serveApp }) {
      const { default: jwt } = await import('@fastify/jwt');
      const { publicKey, issuer, audience, token } = createIssuer();
      const secret = { public: publicKey.export({ type: 'spki', format: 'pem' }), private: '' };
      const server = serveApp((app) => {
        app.register(jwt, {
          secret,
          verify: { algorithms: ['RS256'], allowedIss: issuer, allowedAud: audience, ...cache },
        });
        app.addHook('onRequest', (request) => request.jwtVerify());
      });
      return { server, header: 'Authorization', signIn: () => `Bearer ${token}` };
    },
  };
}
