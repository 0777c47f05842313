/**
 * Every route of this server, and the permission that it demands. Each framework adds them in its own way.
 */

import { routePermission } from '@doorward/core';
import { asset, json, type Params, type Route } from './answer.ts';
import { resourceRoutes } from './api/resource-routes.ts';
import { studioPage } from './page.ts';
import { RESOURCES } from './resources.ts';
import { scriptRoutes } from './scripts.ts';
import { settings } from './settings.ts';
import { SIGN_IN_FILES } from './sign-in-page.ts';
import { STYLE } from './style.ts';

const { apiPrefix } = settings;
const HEALTH = `${apiPrefix}/health`;

export const routes: readonly Route[] = [
  // Public, by the option `public` in auth.ts.
  { method: 'get', path: HEALTH, handle: () => json({ status: 'ok' }) },

  ...RESOURCES.flatMap((resource) => resourceRoutes(apiPrefix, resource)),
  // A route of one's own: protected like all others, with no word about it.
  { method: 'get', path: `${apiPrefix}/reports/usage`, handle: () => json({ runs: 12 }) },

  { method: 'get', path: '/', handle: studioPage },
  { method: 'get', path: '/assets/style.css', handle: () => asset('text/css', STYLE) },
  ...scriptRoutes,
];

// #region permission
/** `agents:read` for the list, `agents:read:7` for one of them; `null` for what the API does not hold. */
export function permissionOf({ method, path }: Route, params: Params): string | null {
  if (!path.startsWith(`${apiPrefix}/`)) return null;
  const permission = routePermission(method.toUpperCase(), path, { prefix: apiPrefix });
  const { id = '' } = params;
  return ID.test(id) ? `${permission}:${id}` : permission;
}
// #endregion permission

/** Whatever else stands in a path can be no id, and an answer does not repeat it. */
const ID = /^[a-z0-9-]{1,80}$/;

/** Routes that take no permission and no sign-in. */
export const isPublic = ({ path }: Route): boolean => path === HEALTH || SIGN_IN_FILES.includes(path);
