/**
 * koa-session with a Map behind it, alone and below Passport.
 *
 * @see https://github.com/koajs/session
 * @see https://github.com/rkusa/koa-passport
 */

import { signInAt } from '../../src/sign-in-request.mjs';
import { SECRET, USER } from '../secret.mjs';
import { gate } from './gate.mjs';

/** @type {readonly import('../../src/peer.mjs').Peer[]} */
export const SESSIONS = [
  {
    name: 'koa-session',
    packages: ['koa-session'],
    configuration: 'a Map as external store; signed cookie; defaults',
    measurements: ['signed-in'],
    async start({ serveApp }) {
      const { default: session } = await import('koa-session');
      const guard = gate(
        (ctx) => ctx.session.userId !== undefined,
        (ctx) => (ctx.session.userId = USER.id),
      );
      const server = serveApp((app) => {
        app.keys = [SECRET];
        app.use(session({ store: mapStore() }, app)).use(guard);
      });
      return { server, signIn: signInAt };
    },
  },
  {
    name: 'koa-passport',
    packages: ['koa-passport', 'passport', 'koa-session'],
    configuration: 'on koa-session with a Map; users in a Map, found by deserializeUser',
    measurements: ['signed-in', 'stranger'],
    async start({ serveApp }) {
      const { default: session } = await import('koa-session');
      const { default: passport } = await import('koa-passport');
      const users = new Map([[USER.id, USER]]);
      passport.serializeUser((user, done) => done(null, user.id));
      passport.deserializeUser((id, done) => done(null, users.get(id) ?? false));
      const guard = gate(
        (ctx) => ctx.isAuthenticated(),
        (ctx) => ctx.login(USER),
      );
      const server = serveApp((app) => {
        app.keys = [SECRET];
        app
          .use(session({ store: mapStore() }, app))
          .use(passport.initialize())
          .use(passport.session())
          .use(guard);
      });
      return { server, signIn: signInAt };
    },
  },
];

/** It brings no store of its own. */
function mapStore() {
  const sessions = new Map();
  return {
    get: async (key) => sessions.get(key),
    set: async (key, value) => void sessions.set(key, value),
    destroy: async (key) => void sessions.delete(key),
  };
}
