/**
 * Doorward, with the strategy of before. Express, Koa and Hono share it.
 */

import { createAuth, type Doorward } from '@doorward/auth';
// #region auth
import { createPassportDirectory } from '@doorward/passport';
import type { Person } from './people.ts';
import { strategy } from './strategy.ts';

const people = createPassportDirectory({
  id: 'people',
  strategy,
  identity: ({ id, name, roles }: Person) => ({ subject: id, name, roles }),
});

export const auth: Doorward = await createAuth({
  directories: [people],
  roles: { roleMapping: { analyst: ['reports:read'] } },
});
// #endregion auth
