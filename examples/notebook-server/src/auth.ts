/**
 * Doorward for this server: who may come in, what is public, below which prefix. Express, Koa and
 * Hono share it.
 */

import { createAuth, type Doorward } from '@doorward/auth';
import { flags } from './flags.ts';
import { stop } from './stop.ts';

export const auth: Doorward = await createAuth({
  auth: flags.token ? undefined : 'off',
  token: flags.tokenPassword,
  tokenFile: flags.tokenPasswordFile,
  basePath: flags.baseUrl,
  public: ['/health'],
  page: { title: 'Notebook server' },
}).catch(stop);

/** The prefix of all routes: `--base-url`, or what the DOORWARD_* variables say. */
export const basePath: string = auth.site('').arriving;
