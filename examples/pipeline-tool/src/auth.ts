/**
 * Doorward for this tool: users with the roles of a team, a login at Mage's paths, an API that takes a key
 * and a token, errors in Mage's shape. Express, Koa and Hono share it.
 */

import { type Accounts, createAuth, type Doorward } from '@doorward/auth';
import { renderError } from './error-body.ts';
import { settings } from './settings.ts';
import { stop } from './stop.ts';

/** Doorward's own pages, below the base path. */
const PATHS = {
  login: '/sign-in',
  ticket: '/sign-in/link',
  signUp: '/sign-up',
  logout: '/sign-out',
  account: '/settings/account',
  admin: '/settings/workspace/users',
  api: '/settings/api',
} as const;

/** What a variable may still change. */
const DEFAULTS = {
  DOORWARD_PASSWORD_MIN_LENGTH: '8',
  DOORWARD_SESSION_ABSOLUTE_SECONDS: '2592000',
  DOORWARD_ACCESS_TOKEN_SECONDS: '2592000',
  DOORWARD_TITLE: 'Sluice',
};

// #region auth
export const auth: Doorward = await createAuth(
  {
    ...settings.doorward,
    ...settings.directory?.options,
    accounts: { roles: 'team', owner: settings.owner, ...settings.directory?.accounts },
    // X-API-KEY says which program asks, the token for whom: a request may what both may.
    apiKeys: { demandedAt: ['/api/'] },
    tokens: {
      accessSeconds: settings.tokenSeconds,
      refreshSeconds: 0,
      headers: ['oauth-token'],
      cookies: { access: 'oauth_token' },
    },
    paths: PATHS,
    public: ['GET /api/statuses', 'POST /api/sessions'],
    renderError,
    page: { accent: { light: '#4338ca', dark: '#a5b4fc' } },
  },
  { ...DEFAULTS, ...process.env },
).catch(stop);
// #endregion auth

/** The users behind the login, for the API of this tool. */
export const people: Accounts = auth.accounts ?? stop(new Error('accounts are on, and there are none'));

/** The prefix of all routes: MAGE_BASE_PATH, or what the DOORWARD_* variables say. */
export const basePath: string = auth.site('').arriving;
