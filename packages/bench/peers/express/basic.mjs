/**
 * Basic on Express.
 *
 * @see https://github.com/LionC/express-basic-auth
 */

import { argon2idCheck, CREDENTIAL, NAME, PASSWORD } from '../basic.mjs';

/** @type {readonly import('../../src/peer.mjs').Peer[]} */
export const BASIC = [
  peer('express-basic-auth', 'the password in clear text in its options', ['basic', 'stranger'], async () => ({
    users: { [NAME]: PASSWORD },
  })),
  peer('express-basic-auth, argon2id', 'authorizeAsync with argon2id (19 MiB, 2 passes)', ['basic'], async () => {
    const check = await argon2idCheck();
    const authorizer = (name, password, done) => {
      void check(name, password).then((isRight) => done(null, isRight));
    };
    return { authorizer, authorizeAsync: true };
  }),
];

function peer(name, configuration, measurements, optionsOf) {
  return {
    name,
    packages: ['express-basic-auth'],
    configuration,
    measurements,
    async start({ serve }) {
      const { default: basicAuth } = await import('express-basic-auth');
      const guard = basicAuth({ ...(await optionsOf()), challenge: true });
      return { server: serve(guard), header: 'Authorization', signIn: () => CREDENTIAL };
    },
  };
}
