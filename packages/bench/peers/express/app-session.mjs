/**
 * The session of express-openid-connect, appSession: an encrypted cookie with the ID token.
 *
 * @see https://auth0.github.io/express-openid-connect/
 */

import { createIssuer } from '../../src/program/issuer.mjs';
import { signInAt } from '../../src/sign-in-request.mjs';
import { SECRET } from '../secret.mjs';
import { gate } from './gate.mjs';

/** @type {import('../../src/peer.mjs').Peer} */
export const APP_SESSION = {
  name: 'express-openid-connect',
  packages: ['express-openid-connect'],
  configuration: 'its encrypted cookie, appSession, with an ID token (RS256); defaults, rolling included',
  measurements: ['signed-in'],
  async start({ serve }) {
    const { auth } = (await import('express-openid-connect')).default;
    const guard = gate(
      (req) => req.oidc.isAuthenticated(),
      (req, res) => {
        req.appSession.id_token = createIssuer().token;
        res.json({});
      },
    );
    return { server: serve(auth(OPTIONS), guard), signIn: signInAt };
  },
};

/** The provider is asked at a sign-in only, and nobody signs in there. */
const OPTIONS = {
  authRequired: false,
  issuerBaseURL: 'https://login.example',
  baseURL: 'http://127.0.0.1',
  clientID: 'bench',
  secret: SECRET,
};
