/**
 * Doorward for this server: people with one of two roles, API keys for programs, and the seed's paths for
 * signing in and out. Express, Koa and Hono share it.
 */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { type Accounts, createAuth, type Doorward, type Keys, type RoleSet } from '@doorward/auth';
import { LOGO } from './logo.ts';
import { PROVIDER_DEFAULTS, providerOptions } from './provider.ts';
import { settings } from './settings.ts';
import { stop } from './stop.ts';

/** The role that every admin route demands. */
export const ADMIN = 'admin';

/** In a file of its own, which the command `doorward` reads too. Checked at the start. */
const roles = JSON.parse(readFileSync(new URL('../roles.json', import.meta.url), 'utf8')) as RoleSet;

const { provider } = settings;

/** What a variable may still change. Beside src, so that examples do not share their users. */
const DEFAULTS = {
  DOORWARD_DATA_FOLDER: fileURLToPath(new URL('../data/', import.meta.url)),
  ...(provider === null ? {} : PROVIDER_DEFAULTS),
};

// #region auth
export const auth: Doorward = await createAuth(
  {
    accounts: { roles },
    apiKeys: { header: 'x-api-key' },
    paths: { login: '/api/auth/login', logout: '/api/auth/logout' },
    public: ['GET /health'],
    page: { title: 'Heron', logo: LOGO, accent: { light: '#0f6e66', dark: '#5eead4' } },
    ...(provider === null ? {} : providerOptions(provider)),
  },
  { ...DEFAULTS, ...process.env },
).catch(stop);
// #endregion auth

/** The users behind the login. */
export const people: Accounts = auth.accounts ?? stop(new Error('accounts are on, and there are none'));

export const keys: Keys = people.keys ?? stop(new Error('API keys are on, and there are none'));

/** The prefix of all routes, from DOORWARD_PUBLIC_URL or DOORWARD_BASE_PATH. */
export const basePath: string = auth.site('').arriving;
