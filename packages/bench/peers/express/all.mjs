/**
 * The peers that are measured on Express.
 */

import { UNAUTHORIZED } from '../../src/floor.mjs';
import { betterAuthPeers } from '../better-auth.mjs';
import { API_KEY } from './api-key.mjs';
import { APP_SESSION } from './app-session.mjs';
import { AUTH_JS } from './auth-js.mjs';
import { BASIC } from './basic.mjs';
import { EXPRESS_SESSION } from './express-session.mjs';
import { IRON_SESSION } from './iron-session.mjs';
import { JWT } from './jwt.mjs';
import { MOUNTS } from './mounts.mjs';
import { PASSPORT, PASSPORT_REDIS } from './passport.mjs';

/** @type {readonly import('../../src/peer.mjs').Peer[]} */
export const PEERS = [
  EXPRESS_SESSION,
  PASSPORT,
  IRON_SESSION,
  APP_SESSION,
  ...betterAuthPeers(guardOf),
  AUTH_JS,
  PASSPORT_REDIS,
  ...JWT,
  API_KEY,
  ...BASIC,
  ...MOUNTS,
];

function guardOf(find) {
  return async (req, res, next) => {
    req.session = await find(req.headers);
    if (req.session === null) res.status(401).json(UNAUTHORIZED);
    else next();
  };
}
