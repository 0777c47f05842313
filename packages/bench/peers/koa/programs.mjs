/**
 * What Koa has for programs.
 *
 * @see https://github.com/koajs/jwt
 * @see https://github.com/koajs/basic-auth
 */

import { createIssuer } from '../../src/program/issuer.mjs';
import { CREDENTIAL, NAME, PASSWORD } from '../basic.mjs';

/** @type {readonly import('../../src/peer.mjs').Peer[]} */
export const PROGRAMS = [
  peer('koa-jwt', 'RS256, the public key at hand; issuer and audience checked', ['jwt'], async () => {
    const { default: jwt } = await import('koa-jwt');
    const { publicKey, issuer, audience, token } = createIssuer();
    const secret = publicKey.export({ type: 'spki', format: 'pem' });
    return { guard: jwt({ secret, algorithms: ['RS256'], issuer, audience }), credential: `Bearer ${token}` };
  }),
  peer('koa-basic-auth', 'the password in clear text in its options', ['basic', 'stranger'], async () => {
    const { default: basicAuth } = await import('koa-basic-auth');
    return { guard: basicAuth({ name: NAME, pass: PASSWORD }), credential: CREDENTIAL };
  }),
];

function peer(name, configuration, measurements, make) {
  return {
    name,
    packages: [name],
    configuration,
    measurements,
    async start({ serve }) {
      const { guard, credential } = await make();
      return { server: serve(guard), header: 'Authorization', signIn: () => credential };
    },
  };
}
