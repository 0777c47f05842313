/**
 * Doorward for this server: accounts with a superuser, sign-up, tokens as cookies, API keys, and the pages
 * where the seed has them.
 * Express, Koa and Hono share it.
 */

import { randomBytes } from 'node:crypto';
import { createAuth, type Doorward } from '@doorward/auth';
import { problemShape } from './errors.ts';
import { flows } from './flows.ts';
import { LOGO } from './logo.ts';
import { ROLES } from './roles.ts';
import { settings, stop } from './start.ts';
import { settleSuperuser } from './superuser.ts';

const { autoLogin, superuser, accessSeconds, refreshSeconds, cookies } = settings;

/** Auto login needs a superuser, and nobody a password of his: one that is random opens nothing later. */
const password = settings.superuserPassword ?? (autoLogin ? randomBytes(32).toString('base64url') : undefined);

// #region accounts
export const auth: Doorward = await createAuth({
  auth: autoLogin ? 'off' : undefined,
  secret: settings.secretKey,
  dataFolder: settings.dataFolder,
  origins: settings.corsOrigins,
  accounts: {
    roles: ROLES,
    owner: password === undefined ? undefined : { username: superuser, password },
    signUp: settings.signUp,
    autoLogin: autoLogin ? superuser : undefined,
    password: { blocked: ['langflow', 'millrace'] },
  },
  apiKeys: { header: 'x-api-key', query: settings.keyInQuery ? 'x-api-key' : false, prefix: 'sk-' },
  tokens: { accessSeconds, refreshSeconds, cookies },
  session: sessionOf(accessSeconds, refreshSeconds),
  paths: {
    home: '/flows',
    forbidden: '/flows',
    login: '/login',
    logout: '/logout',
    signUp: '/sign-up',
    account: '/account',
    admin: '/admin',
    ticket: '/ticket',
  },
  public: [
    '/health',
    '/health_check',
    'POST /api/v1/login',
    'POST /api/v1/logout',
    'POST /api/v1/refresh',
    '/api/v1/session',
    '/api/v1/auto_login',
    'POST /api/v1/users',
    'POST /api/v1/users/',
  ],
  page: { title: 'Millrace', logo: LOGO, accent: { light: '#4a3fc4', dark: '#aaa2ff' } },
  renderError: problemShape,
  onEvent: ({ type, target }) => {
    if (type === 'user-deleted' && target !== null) flows.deleteAll(target).catch(console.error);
  },
}).catch(stop);
// #endregion accounts

/** However often it is renewed, a session ends after two weeks; no token is to outlive it. */
function sessionOf(...seconds: readonly (number | undefined)[]) {
  const longest = Math.max(...seconds.map((each = 0) => each));
  return longest > 14 * 24 * 60 * 60 ? { absoluteSeconds: longest } : undefined;
}

await settleSuperuser(auth, settings).catch(stop);

if (settings.signUp === 'active') {
  console.warn(
    'Millrace: LANGFLOW_NEW_USER_IS_ACTIVE is on: whoever reaches this server signs up and is let in at once.',
  );
}
