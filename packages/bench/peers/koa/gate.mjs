/**
 * The last guard of a peer on Koa: who is not signed in can sign in, and gets 401 elsewhere.
 */

import { UNAUTHORIZED } from '../../src/floor.mjs';
import { SIGN_IN_PATH } from '../../src/sign-in-request.mjs';

/**
 * @param {(ctx: any) => boolean} isSignedIn
 * @param {(ctx: any) => unknown} signIn
 * @returns {import('koa').Middleware}
 */
export function gate(isSignedIn, signIn) {
  return async (ctx, next) => {
    if (isSignedIn(ctx)) return next();
    if (ctx.path === SIGN_IN_PATH) {
      await signIn(ctx);
      ctx.body = {};
      return;
    }
    ctx.status = 401;
    ctx.body = UNAUTHORIZED;
  };
}
