/**
 * The app whose start is measured: `app.mjs <variant> <data folder>`. It says on which port it listens
 * as soon as it does, as a server that runs behind a proxy would be asked from then on.
 */

import express from 'express';
import { PAGE } from '../variant.mjs';
import { guardOptions } from './variants.mjs';

const [variant = '', folder = ''] = process.argv.slice(2);
const app = express();
const options = guardOptions(variant, folder);
if (options !== null) {
  const { doorward } = await import('@doorward/express');
  app.use(doorward(options));
}
app.get('/', (_req, res) => res.json(PAGE));
const server = app.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
