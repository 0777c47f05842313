/**
 * express-session alone: the user's identifier in the session.
 *
 * @see https://github.com/expressjs/session
 */

import { signInAt } from '../../src/sign-in-request.mjs';
import { SECRET, USER } from '../secret.mjs';
import { gate } from './gate.mjs';

/** As its documentation recommends for logins. */
export const SESSION_OPTIONS = { secret: SECRET, resave: false, saveUninitialized: false };

/** @type {import('../../src/peer.mjs').Peer} */
export const EXPRESS_SESSION = {
  name: 'express-session',
  packages: ['express-session'],
  configuration: 'its MemoryStore; resave and saveUninitialized off',
  measurements: ['signed-in'],
  async start({ serve }) {
    const { default: session } = await import('express-session');
    const guard = gate(
      (req) => req.session.userId !== undefined,
      (req, res) => {
        req.session.userId = USER.id;
        res.json({});
      },
    );
    return { server: serve(session(SESSION_OPTIONS), guard), signIn: signInAt };
  },
};
