/**
 * The permission that a route asks for by its method and path, where an API follows one pattern throughout.
 *
 * | request                             | permission        |
 * |-------------------------------------|-------------------|
 * | `GET /agents`, `GET /agents/7`      | `agents:read`     |
 * | `POST`, `PUT`, `PATCH /agents/7`    | `agents:write`    |
 * | `DELETE /agents/7`                  | `agents:delete`   |
 * | `POST /agents/7/generate`           | `agents:execute`  |
 */

export interface RoutePermissionOptions {
  /** What stands before the resource, such as `/api`. Default nothing. */
  readonly prefix?: string;
  /** Last segments of a POST that runs something rather than writes it. Default {@link EXECUTES}. */
  readonly executes?: readonly string[];
}

const EXECUTES: readonly string[] = ['execute', 'generate', 'stream', 'run', 'start', 'resume', 'invoke'];

const ACTIONS: Readonly<Record<string, string>> = {
  GET: 'read',
  HEAD: 'read',
  OPTIONS: 'read',
  POST: 'write',
  PUT: 'write',
  PATCH: 'write',
  DELETE: 'delete',
};

/**
 * `resource:action` of a request; the permission `*`, which an owner alone has, for a method or path outside the
 * pattern: what nobody thought of is nobody's.
 */
export function routePermission(method: string, path: string, options: RoutePermissionOptions = {}): string {
  const { prefix = '', executes = EXECUTES } = options;
  const action = Object.hasOwn(ACTIONS, method) ? ACTIONS[method] : undefined;
  if (action === undefined || !path.startsWith(`${prefix}/`)) return EVERYTHING;
  const [below = ''] = path.slice(prefix.length + 1).split(/[?#]/, 1);
  const [resource = '', ...rest] = below.split('/').filter((segment) => segment !== '');
  if (!RESOURCE.test(resource)) return EVERYTHING;
  const runs = method === 'POST' && executes.includes(rest.at(-1) ?? '');
  return `${resource}:${runs ? 'execute' : action}`;
}

const EVERYTHING = '*:*';

/** One that cannot be mistaken for a pattern, or for another by its spelling. */
const RESOURCE = /^[a-z0-9][a-z0-9._-]*$/;
