/**
 * API keys on Express, by a strategy of Passport.
 *
 * @see https://github.com/hydra-newmedia/passport-headerapikey
 */

import { hash, randomBytes } from 'node:crypto';
import { USER } from '../secret.mjs';

/** @type {import('../../src/peer.mjs').Peer} */
export const API_KEY = {
  name: 'passport-headerapikey',
  packages: ['passport', 'passport-headerapikey'],
  configuration: "the app's own look-up: a Map by the key's SHA-256; no session",
  measurements: ['api-key'],
  async start({ serve }) {
    const { default: passport } = await import('passport');
    const { HeaderAPIKeyStrategy } = (await import('passport-headerapikey')).default;
    const key = randomBytes(32).toString('base64url');
    const users = new Map([[hash('sha256', key, 'base64url'), USER]]);
    passport.use(
      new HeaderAPIKeyStrategy({ header: 'X-API-Key', prefix: '' }, false, (given, done) =>
        done(null, users.get(hash('sha256', given, 'base64url')) ?? false),
      ),
    );
    const guard = passport.authenticate('headerapikey', { session: false });
    return { server: serve(guard), header: 'X-API-Key', signIn: () => key };
  },
};
