/**
 * Doorward with sessions in Redis, on any framework.
 */

import { OPTIONS, signInToDoorward } from '../doorward-login.mjs';
import { startRedis } from './server.mjs';

const SECRET = 'q8Zt1Vx0cW5mJ7rYb3LkP9sDf6GhNa2E';

/**
 * @param {import('../program/variants.mjs').Maker} maker
 * @returns {readonly import('../variant.mjs').Variant[]}
 */
export function redisVariants({ serve, doorwardGuard }) {
  return ['redis', 'redis strict'].map((name) => ({
    name,
    kind: 'doorward',
    guarded: true,
    personal: true,
    measurements: ['signed-in-redis'],
    sharesCore: true,
    async start() {
      const redis = { strict: name === 'redis strict' };
      const options = { ...OPTIONS, secret: SECRET, redisUrl: await startRedis(), redis };
      return { server: serve(await doorwardGuard(options)), signIn: signInToDoorward };
    },
  }));
}
