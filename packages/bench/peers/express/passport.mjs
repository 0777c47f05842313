/**
 * Passport on express-session: in memory, and in Redis.
 *
 * @see https://www.passportjs.org/concepts/authentication/sessions/
 */

import { startRedis } from '../../src/redis/server.mjs';
import { signInAt } from '../../src/sign-in-request.mjs';
import { USER } from '../secret.mjs';
import { SESSION_OPTIONS } from './express-session.mjs';
import { gate } from './gate.mjs';

/** @type {import('../../src/peer.mjs').Peer} */
export const PASSPORT = {
  name: 'passport + express-session',
  packages: ['passport', 'express-session'],
  configuration: 'MemoryStore; users in a Map, found by deserializeUser',
  measurements: ['signed-in', 'stranger'],
  async start({ serve }) {
    return { server: serve(...(await passportGuards())), signIn: signInAt };
  },
};

/** @type {import('../../src/peer.mjs').Peer} */
export const PASSPORT_REDIS = {
  name: 'passport + connect-redis',
  packages: ['passport', 'express-session', 'connect-redis', 'redis'],
  configuration: 'RedisStore of connect-redis with the client of the redis package; users in a Map',
  measurements: ['signed-in-redis'],
  sharesCore: true,
  async start({ serve }) {
    const { RedisStore } = await import('connect-redis');
    const { createClient } = await import('redis');
    const client = createClient({ url: await startRedis() });
    await client.connect();
    return { server: serve(...(await passportGuards({ store: new RedisStore({ client }) }))), signIn: signInAt };
  },
};

/**
 * @param {object} [more] options of the session
 * @returns {Promise<readonly import('express').RequestHandler[]>}
 */
async function passportGuards(more = {}) {
  const { default: session } = await import('express-session');
  const { default: passport } = await import('passport');
  const users = new Map([[USER.id, USER]]);
  passport.serializeUser((user, done) => done(null, user.id));
  passport.deserializeUser((id, done) => done(null, users.get(id) ?? false));
  const guard = gate(
    (req) => req.isAuthenticated(),
    (req, res) => req.login(USER, (error) => res.status(error ? 500 : 200).json({})),
  );
  return [session({ ...SESSION_OPTIONS, ...more }), passport.session(), guard];
}
