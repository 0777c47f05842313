/**
 * Express: the variants that are measured on it.
 */

import { mount } from '@doorward/express';
import express from 'express';
import { accountsOn, signInWithPassword } from '../doorward-accounts.mjs';
import { OPTIONS, signInToDoorward } from '../doorward-login.mjs';
import { createFloor, UNAUTHORIZED } from '../floor.mjs';
import { mountedVariants } from '../mounted.mjs';
import { temporaryFolder } from '../temporary-folder.mjs';
import { EVERYWHERE, PAGE, SIGNED_IN, UNCHECKED_COOKIE } from '../variant.mjs';

/** @type {import('../variant.mjs').Framework} */
export const framework = {
  name: 'Express',
  packages: ['express'],
  rounds: 24,
  goals: { overFloorUs: 5, throughput: 0.9, overOneMountUs: 10 },
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
        const guard = (req, res, next) => {
          const user = floor.find(req.headers.cookie);
          if (user === null) return res.status(401).json(UNAUTHORIZED);
          req.user = user;
          next();
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
        const { doorward } = await import('@doorward/express');
        return { server: serve(doorward(OPTIONS)), signIn: signInToDoorward };
      },
    },
    {
      name: 'sqlite',
      guarded: true,
      personal: true,
      measurements: ['signed-in-sqlite'],
      async start() {
        const { doorward } = await import('@doorward/express');
        return { server: serve(doorward(accountsOn(temporaryFolder()))), signIn: (port) => signInWithPassword(port) };
      },
    },
    ...mountedVariants(page, serveSite),
  ],
};

/** @param {...import('express').RequestHandler} guards */
function serve(...guards) {
  const app = express();
  for (const guard of guards) app.use(guard);
  app.get('/', (_req, res) => res.json(PAGE));
  return app.listen(0, '127.0.0.1');
}

function page() {
  return express().get('/', (_req, res) => res.json(PAGE));
}

/** @param {import('@doorward/auth').Site} site */
function serveSite(site) {
  return serve(mount(site));
}
