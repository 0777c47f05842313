/**
 * What Hono has for programs.
 *
 * @see https://hono.dev/docs/middleware/builtin/jwt
 * @see https://hono.dev/docs/middleware/builtin/bearer-auth
 * @see https://hono.dev/docs/middleware/builtin/basic-auth
 */

import { randomBytes } from 'node:crypto';
import { createIssuer } from '../../src/program/issuer.mjs';
import { argon2idCheck, CREDENTIAL, NAME, PASSWORD } from '../basic.mjs';

/** @type {readonly import('../../src/peer.mjs').Peer[]} */
export const PROGRAMS = [
  peer('hono/jwt', 'RS256, the public key imported once; issuer and audience checked', ['jwt'], async () => {
    const { jwt } = await import('hono/jwt');
    const { jwks, issuer, audience, token } = createIssuer();
    const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' };
    const secret = await crypto.subtle.importKey('jwk', jwks.keys[0], algorithm, false, ['verify']);
    const guard = jwt({ secret, alg: 'RS256', verification: { iss: issuer, aud: audience, typ: 'at+jwt' } });
    return { guard, credential: `Bearer ${token}` };
  }),
  peer('hono/bearer-auth', 'one token in its options', ['api-key'], async () => {
    const { bearerAuth } = await import('hono/bearer-auth');
    const token = randomBytes(32).toString('base64url');
    return { guard: bearerAuth({ token }), credential: `Bearer ${token}` };
  }),
  peer('hono/basic-auth', 'the password in clear text in its options', ['basic', 'stranger'], async () => {
    const { basicAuth } = await import('hono/basic-auth');
    return { guard: basicAuth({ username: NAME, password: PASSWORD }), credential: CREDENTIAL };
  }),
  peer('hono/basic-auth, argon2id', 'verifyUser with argon2id (19 MiB, 2 passes)', ['basic'], async () => {
    const { basicAuth } = await import('hono/basic-auth');
    return { guard: basicAuth({ verifyUser: await argon2idCheck() }), credential: CREDENTIAL };
  }),
];

function peer(name, configuration, measurements, make) {
  return {
    name,
    packages: [],
    configuration,
    measurements,
    async start({ serve }) {
      const { guard, credential } = await make();
      return { server: serve(guard), header: 'Authorization', signIn: () => credential };
    },
  };
}
