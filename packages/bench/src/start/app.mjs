/**
 * The app whose start is measured: `app.mjs <variant> <data folder>`. It says on which port it listens
 * as soon as it does, as a server that runs behind a proxy would be asked from then on.
 */

import express from 'express';
import { PAGE } from '../variant.mjs';
import { guardOptions, PEER_STARTS } from './variants.mjs';

const [variant = '', folder = ''] = process.argv.slice(2);
const server = variant in PEER_STARTS ? await startPeer(variant) : await startOwn();
const say = () => process.stdout.write(`${server.address().port}\n`);
if (server.listening) say();
else server.once('listening', say);

async function startOwn() {
  return serveApp(await guardOf(guardOptions(variant, folder)));
}

/** `null` without Doorward. */
async function guardOf(options) {
  if (options === null) return null;
  const { doorward } = await import('@doorward/express');
  return doorward(options);
}

async function startPeer(name) {
  const { PEERS } = await import('../../peers/express/all.mjs');
  const { server: started } = await PEERS.find((peer) => peer.name === name).start({ serve: serveApp });
  return started;
}

function serveApp(...guards) {
  const app = express();
  for (const guard of guards) if (guard !== null) app.use(guard);
  app.get('/', (_req, res) => res.json(PAGE));
  return app.listen(0, '127.0.0.1');
}
