/**
 * Express: the variants that are measured on it.
 */

import { mount } from '@doorward/express';
import express from 'express';
import { PEERS } from '../../peers/express/all.mjs';
import { UNAUTHORIZED } from '../floor.mjs';
import { mountedVariants } from '../mounted.mjs';
import { peersOn } from '../peer.mjs';
import { PAGE } from '../variant.mjs';
import { ownVariants } from './own-variants.mjs';

/** What makes a server of this framework. */
const maker = { serve, serveApp, floorGuard, doorwardGuard };

/** @type {import('../variant.mjs').Framework} */
export const framework = {
  name: 'Express',
  packages: ['express'],
  rounds: 24,
  goals: { overFloorUs: 5, throughput: 0.9, overOneMountUs: 10 },
  variants: [...ownVariants(maker), ...mountedVariants(page, serveSite), ...peersOn(PEERS, maker)],
};

/** @param {...import('express').RequestHandler} guards */
function serve(...guards) {
  return serveApp((app) => {
    for (const guard of guards) app.use(guard);
  });
}

/** @param {(app: import('express').Express) => void} prepare puts before the page what is to come before it */
function serveApp(prepare) {
  const app = express();
  prepare(app);
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

/** @param {(headers: import('node:http').IncomingHttpHeaders) => import('../floor.mjs').FloorUser | null} find */
function floorGuard(find) {
  return (req, res, next) => {
    const user = find(req.headers);
    if (user === null) return res.status(401).json(UNAUTHORIZED);
    req.user = user;
    next();
  };
}

/** @param {import('@doorward/auth').DoorwardOptions} options */
async function doorwardGuard(options) {
  const { doorward } = await import('@doorward/express');
  return doorward(options);
}
