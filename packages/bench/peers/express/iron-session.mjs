/**
 * iron-session: the session in an encrypted cookie.
 *
 * @see https://github.com/vvo/iron-session
 */

import { signInAt } from '../../src/sign-in-request.mjs';
import { SECRET, USER } from '../secret.mjs';
import { gate } from './gate.mjs';

/** @type {import('../../src/peer.mjs').Peer} */
export const IRON_SESSION = {
  name: 'iron-session',
  packages: ['iron-session'],
  configuration: 'sealed cookie; defaults, without Secure on loopback',
  measurements: ['signed-in'],
  async start({ serve }) {
    const { getIronSession } = await import('iron-session');
    const options = { password: SECRET, cookieName: 'iron_session', cookieOptions: { secure: false } };
    const open = async (req, res, next) => {
      req.session = await getIronSession(req, res, options);
      next();
    };
    const guard = gate(
      (req) => req.session.userId !== undefined,
      async (req, res) => {
        req.session.userId = USER.id;
        await req.session.save();
        res.json({});
      },
    );
    return { server: serve(open, guard), signIn: signInAt };
  },
};
