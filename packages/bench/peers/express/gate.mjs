/**
 * The last guard of a peer on Express: who is not signed in can sign in, and gets 401 elsewhere.
 */

import { UNAUTHORIZED } from '../../src/floor.mjs';
import { SIGN_IN_PATH } from '../../src/sign-in-request.mjs';

/**
 * @param {(req: any) => unknown} isSignedIn
 * @param {(req: any, res: import('express').Response) => unknown} signIn answers the request
 * @returns {import('express').RequestHandler}
 */
export function gate(isSignedIn, signIn) {
  return (req, res, next) => {
    if (isSignedIn(req)) next();
    else if (req.path === SIGN_IN_PATH) signIn(req, res);
    else res.status(401).json(UNAUTHORIZED);
  };
}
