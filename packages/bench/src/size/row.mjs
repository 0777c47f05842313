/**
 * How big our code is, and how much is installed with it.
 */

import { bundleSize } from './bundle.mjs';
import { installedSize } from './installed.mjs';

const LIMITS = { core: 20, express: 2, koa: 2, hono: 2 };
const KILOBYTE = 1000;

/** What a user installs for a login, beside Express. */
const INSTALLS = ['better-auth', '@auth/express', 'express-openid-connect', 'passport', 'express-session'];

/** @type {import('../rows.mjs').Row} */
export const SIZE = { name: 'size', title: 'bytes of code, and of all that is installed', run };

async function run({ peers, progress }) {
  if (!peers) {
    progress('left out without the peers: the bundler is installed with them');
    return { tables: [], goals: [] };
  }
  const sizes = await Promise.all(
    Object.keys(LIMITS).map(async (name) => ({ name, size: exactly((await bundleSize(name)) / KILOBYTE) })),
  );
  return {
    tables: [
      {
        name: 'Own code',
        figures: sizes.map(({ name, size }) => figure(`@doorward/${name}`, 'doorward', size, 'kB gzip')),
      },
      {
        name: 'Installed',
        figures: [
          figure('@doorward/express', 'doorward', megabytes('@doorward/express', '../..'), 'MB'),
          ...INSTALLS.map((name) => figure(name, 'peer', megabytes(name, '../../peers'), 'MB')),
        ],
      },
    ],
    goals: sizes.map(({ name, size }) => ({
      id: 'G11',
      key: name,
      text: `@doorward/${name}`,
      value: size,
      limit: LIMITS[name],
      unit: 'kB gzip',
      digits: 1,
      atLeast: false,
    })),
  };
}

function megabytes(name, from) {
  return exactly(installedSize(name, new URL(`${from}/`, import.meta.url)) / KILOBYTE ** 2);
}

function figure(label, kind, value, unit) {
  return { label, kind, value, unit, digits: 1 };
}

function exactly(value) {
  return { median: value, p25: value, p75: value };
}
