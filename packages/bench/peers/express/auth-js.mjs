/**
 * Auth.js on Express: the session in an encrypted JWT.
 *
 * @see https://authjs.dev/reference/express
 */

import { SECRET, USER } from '../secret.mjs';
import { gate } from './gate.mjs';

const COOKIE = 'authjs.session-token';

/** It would print each cookie that is not good. */
const SILENT = { error() {}, warn() {}, debug() {} };

/** @type {import('../../src/peer.mjs').Peer} */
export const AUTH_JS = {
  name: 'Auth.js',
  packages: ['@auth/express', '@auth/core'],
  configuration: 'getSession of @auth/express; session strategy jwt, its default without a database',
  measurements: ['signed-in', 'stranger'],
  async start({ serve }) {
    const { getSession } = await import('@auth/express');
    const { encode } = await import('@auth/core/jwt');
    const config = { secret: SECRET, trustHost: true, providers: [], logger: SILENT };
    const find = async (req, res, next) => {
      res.locals.session = await getSession(req, config);
      next();
    };
    const guard = gate(
      (req) => req.res.locals.session?.user !== undefined,
      (_req, res) => res.status(404).json({}),
    );
    const token = { sub: USER.id, name: USER.name };
    const signIn = async () => `${COOKIE}=${await encode({ token, secret: SECRET, salt: COOKIE })}`;
    return { server: serve(find, guard), signIn };
  },
};
