/**
 * Sessions of Hono.
 *
 * @see https://github.com/jcs224/hono_sessions
 * @see https://github.com/honojs/middleware/tree/main/packages/session
 */

import { UNAUTHORIZED } from '../../src/floor.mjs';
import { SIGN_IN_PATH, signInAt } from '../../src/sign-in-request.mjs';
import { SECRET, USER } from '../secret.mjs';

/** @type {readonly import('../../src/peer.mjs').Peer[]} */
export const SESSIONS = [
  honoSessions('hono-sessions', 'its MemoryStore, and an encryption key as recommended', { encryptionKey: SECRET }, [
    'signed-in',
    'stranger',
  ]),
  honoSessions('hono-sessions, no key', 'its MemoryStore; the identifier stands plainly in the cookie', {}, [
    'signed-in',
  ]),
  {
    name: '@hono/session',
    packages: ['@hono/session'],
    configuration: 'its encrypted cookie, absolute lifetime of an hour',
    measurements: ['signed-in'],
    async start({ serve }) {
      const { useSession } = await import('@hono/session');
      const open = useSession({ secret: SECRET, duration: { absolute: 3600 } });
      const guard = gate(
        async (session) => (await session.get())?.userId,
        (session) => session.update({ userId: USER.id }),
      );
      return { server: serve(open, guard), signIn: signInAt };
    },
  },
];

function honoSessions(name, configuration, key, measurements) {
  return {
    name,
    packages: ['hono-sessions'],
    configuration,
    measurements,
    async start({ serve }) {
      const { MemoryStore, sessionMiddleware } = await import('hono-sessions');
      const cookieOptions = { sameSite: 'Lax', path: '/', httpOnly: true };
      const open = sessionMiddleware({ store: new MemoryStore(), expireAfterSeconds: 3600, cookieOptions, ...key });
      const guard = gate(
        async (session) => session.get('userId'),
        (session) => session.set('userId', USER.id),
      );
      return { server: serve(open, guard), signIn: signInAt };
    },
  };
}

/** Who is not signed in can sign in, and gets 401 elsewhere. */
function gate(userIn, signIn) {
  return async (c, next) => {
    const session = c.get('session');
    if (typeof (await userIn(session)) === 'string') return next();
    if (c.req.path !== SIGN_IN_PATH) return c.json(UNAUTHORIZED, 401);
    await signIn(session);
    return c.json({});
  };
}
