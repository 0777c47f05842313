/**
 * Hono on @hono/node-server: the variants that are measured on it.
 */

import { mount } from '@doorward/hono';
import { serve as serveOnNode } from '@hono/node-server';
import { Hono } from 'hono';
import { accountsOn, signInWithPassword } from '../doorward-accounts.mjs';
import { OPTIONS, signInToDoorward } from '../doorward-login.mjs';
import { createFloor, UNAUTHORIZED } from '../floor.mjs';
import { mountedVariants } from '../mounted.mjs';
import { programVariants } from '../program/variants.mjs';
import { redisVariants } from '../redis/variants.mjs';
import { temporaryFolder } from '../temporary-folder.mjs';
import { EVERYWHERE, PAGE, PROGRAMS, SIGNED_IN, UNCHECKED_COOKIE } from '../variant.mjs';

/** @type {import('../variant.mjs').Framework} */
export const framework = {
  name: 'Hono',
  packages: ['hono', '@hono/node-server'],
  rounds: 21,
  goals: { overFloorUs: 3, throughput: 0.75, overOneMountUs: 2 },
  variants: [
    {
      name: 'bare',
      guarded: false,
      measurements: [...EVERYWHERE, ...PROGRAMS],
      start: async () => ({ server: serve(), signIn: () => '' }),
    },
    {
      name: 'control',
      guarded: false,
      measurements: SIGNED_IN,
      start: async () => ({ server: serve(), signIn: () => UNCHECKED_COOKIE }),
    },
    {
      name: 'floor',
      guarded: true,
      measurements: EVERYWHERE,
      async start() {
        const floor = createFloor();
        const guard = floorGuard(({ cookie }) => floor.find(cookie));
        return { server: serve(guard), signIn: () => floor.signIn('somebody') };
      },
    },
    {
      name: 'doorward',
      guarded: true,
      personal: true,
      measurements: EVERYWHERE,
      async start() {
        return { server: serve(await doorwardGuard(OPTIONS)), signIn: signInToDoorward };
      },
    },
    {
      name: 'sqlite',
      guarded: true,
      personal: true,
      measurements: ['signed-in-sqlite'],
      async start() {
        return {
          server: serve(await doorwardGuard(accountsOn(temporaryFolder()))),
          signIn: (port) => signInWithPassword(port),
        };
      },
    },
    ...mountedVariants(page, serveSite),
    ...programVariants({ serve, floorGuard, doorwardGuard }),
    ...redisVariants({ serve, floorGuard, doorwardGuard }),
  ],
};

/** @param {...import('hono').MiddlewareHandler} guards */
function serve(...guards) {
  const app = new Hono();
  for (const guard of guards) app.use(guard);
  app.get('/', (c) => c.json(PAGE));
  return serveOnNode({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
}

function page() {
  return new Hono().get('/', (c) => c.json(PAGE));
}

/** @param {import('@doorward/auth').Site} site */
function serveSite(site) {
  return serve(mount(site));
}

/** @param {(headers: import('node:http').IncomingHttpHeaders) => import('../floor.mjs').FloorUser | null} find */
function floorGuard(find) {
  return (c, next) => {
    const user = find(c.env.incoming.headers);
    if (user === null) return c.json(UNAUTHORIZED, 401);
    c.set('user', user);
    return next();
  };
}

/** @param {import('@doorward/auth').DoorwardOptions} options */
async function doorwardGuard(options) {
  const { doorward } = await import('@doorward/hono');
  return doorward(options);
}
