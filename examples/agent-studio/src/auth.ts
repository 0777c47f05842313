/**
 * Doorward for this server: keys for programs and quick starts, passwords for people, four roles, and the seed's paths.
 * Express, Koa and Hono share it.
 */

import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { AuthError, createAuth, type Doorward, type DoorwardOptions } from '@doorward/auth';
import { LOGO } from './logo.ts';
import { settings } from './settings.ts';
import { renderLogin, SIGN_IN_FILES } from './sign-in-page.ts';
import { readSingleSignOn } from './sso.ts';
import { stop } from './stop.ts';

type StaticTokens = NonNullable<DoorwardOptions['staticTokens']>;

const { apiPrefix, usersFile } = settings;

const sso = readSingleSignOn(process.env, apiPrefix);

/** What a variable may still change. Beside src, so that examples do not share their users. */
const DEFAULTS = { DOORWARD_DATA_FOLDER: fileURLToPath(new URL('../data/', import.meta.url)), ...sso.defaults };

/** Where nobody has to sign in, a key would be for nothing, and stop the start. */
const users = process.env['DOORWARD_AUTH'] === 'off' || usersFile === null ? null : readUsers(usersFile);

// #region auth
export const auth: Doorward = await createAuth(
  {
    roles: 'studio',
    accounts: true,
    ...(users === null ? {} : { staticTokens: { users } }),
    oidc: sso.oidc,
    paths: {
      login: `${apiPrefix}/auth/login`,
      logout: `${apiPrefix}/auth/logout`,
      signUp: `${apiPrefix}/auth/sign-up`,
      capabilities: `${apiPrefix}/auth/capabilities`,
      me: `${apiPrefix}/auth/me`,
      providers: sso.paths,
    },
    public: [`GET ${apiPrefix}/health`, ...SIGN_IN_FILES.map((file) => `GET ${file}`)],
    page: { title: 'Atelier', logo: LOGO, accent: { light: '#6d3fc4', dark: '#c4a7ff' }, renderLogin },
  },
  { ...DEFAULTS, ...process.env },
).catch(stop);
// #endregion auth

/** The prefix of all routes, from DOORWARD_PUBLIC_URL or DOORWARD_BASE_PATH. */
export const basePath: string = auth.site('').arriving;

/** A user for each key. What is wrong with them, Doorward says. */
function readUsers(file: string): NonNullable<StaticTokens['users']> {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return stop(new AuthError('auth/file-unreadable', `STUDIO_USERS: ${reason}`, { option: 'staticTokens.users' }));
  }
}
