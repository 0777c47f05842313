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
import { temporaryFolder } from '../temporary-folder.mjs';
import { EVERYWHERE, PAGE, SIGNED_IN, UNCHECKED_COOKIE } from '../variant.mjs';

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
      measurements: EVERYWHERE,
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
        const guard = (c, next) => {
          const user = floor.find(c.env.incoming.headers.cookie);
          if (user === null) return c.json(UNAUTHORIZED, 401);
          c.set('user', user);
          return next();
        };
        return { server: serve(guard), signIn: () => floor.signIn('somebody') };
      },
    },
    {
      name: 'doorward',
      guarded: true,
      personal: true,
      measurements: EVERYWHERE,
      async start() {
        const { doorward } = await import('@doorward/hono');
        return { server: serve(doorward(OPTIONS)), signIn: signInToDoorward };
      },
    },
    {
      name: 'sqlite',
      guarded: true,
      personal: true,
      measurements: ['signed-in-sqlite'],
      async start() {
        const { doorward } = await import('@doorward/hono');
        return { server: serve(doorward(accountsOn(temporaryFolder()))), signIn: (port) => signInWithPassword(port) };
      },
    },
    ...mountedVariants(page, serveSite),
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
