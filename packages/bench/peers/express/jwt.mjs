/**
 * JWTs of an outside issuer on Express.
 *
 * @see https://github.com/auth0/express-jwt
 * @see https://github.com/auth0/node-oauth2-jwt-bearer
 */

import { createIssuer } from '../../src/program/issuer.mjs';
import { refuse } from './refuse.mjs';

/** @type {readonly import('../../src/peer.mjs').Peer[]} */
export const JWT = [
  {
    name: 'express-jwt',
    packages: ['express-jwt'],
    configuration: 'RS256, the public key at hand; issuer and audience checked',
    measurements: ['jwt'],
    async start({ serve }) {
      const { expressjwt } = await import('express-jwt');
      const { publicKey, issuer, audience, token } = createIssuer();
      const guard = expressjwt({ secret: publicKey, algorithms: ['RS256'], issuer, audience });
      return { server: serve(guard, refuse), header: 'Authorization', signIn: () => `Bearer ${token}` };
    },
  },
  {
    name: 'express-oauth2-jwt-bearer',
    packages: ['express-oauth2-jwt-bearer'],
    configuration: 'RS256, the JWK set at hand; issuer and audience checked',
    measurements: ['jwt'],
    async start({ serve }) {
      const { auth } = await import('express-oauth2-jwt-bearer');
      const { jwks, issuer, audience, token } = createIssuer();
      const guard = auth({ publicKey: jwks, issuer, audience, tokenSigningAlg: 'RS256' });
      return { server: serve(guard, refuse), header: 'Authorization', signIn: () => `Bearer ${token}` };
    },
  },
];
