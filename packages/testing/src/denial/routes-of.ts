/**
 * The routes that an app of Express, Hono or @koa/router registered, for {@link assertDenied}.
 */

export interface Route {
  readonly method: string;
  /** As a request would write it: parameters filled in with `x`. */
  readonly path: string;
}

/**
 * Lists what the framework knows. Handlers that were added with `use`, and apps that decide inside a
 * handler, are not routes: name their paths yourself.
 *
 * @throws Error for an app of another kind, and for one without any route: an empty list proves nothing.
 */
export function routesOf(app: unknown): readonly Route[] {
  const routes = honoRoutes(app) ?? stackRoutes(stackOf(app), '');
  if (routes.length === 0)
    throw new Error('routesOf: no routes found. Give an Express app, a Hono app or a @koa/router, or list the paths.');
  return routes;
}

interface Layer {
  readonly route?: { readonly path: string | readonly string[]; readonly methods: Readonly<Record<string, boolean>> };
  readonly handle?: unknown;
  readonly path?: unknown;
  readonly methods?: readonly string[];
}

function member(value: unknown, name: string): unknown {
  return (typeof value === 'object' && value !== null) || typeof value === 'function'
    ? Reflect.get(value, name)
    : undefined;
}

function honoRoutes(app: unknown): Route[] | null {
  const routes = member(app, 'routes');
  if (!Array.isArray(routes)) return null;
  return (routes as { method: string; path: string }[])
    .filter(({ path }) => !path.endsWith('*'))
    .map(({ method, path }) => ({ method: method === 'ALL' ? 'GET' : method, path: filledIn(path) }));
}

/** Express 5 keeps its router in `router`, Express 4 in `_router`; @koa/router has the stack itself. */
function stackOf(app: unknown): readonly Layer[] {
  for (const holder of [app, member(app, '_router'), member(app, 'router')]) {
    const stack = member(holder, 'stack');
    if (Array.isArray(stack)) return stack as Layer[];
  }
  return [];
}

function stackRoutes(stack: readonly Layer[], prefix: string): Route[] {
  return stack.flatMap(({ route, handle, path, methods }): Route[] => {
    if (route !== undefined) {
      const names = Object.keys(route.methods).map((name) => (name === '_all' ? 'GET' : name.toUpperCase()));
      return [route.path].flat().flatMap((one) => names.map((method) => ({ method, path: filledIn(prefix + one) })));
    }
    if (typeof path === 'string' && Array.isArray(methods))
      return methods.map((method) => ({ method, path: filledIn(path) }));
    const inner = stackOf(handle);
    return inner.length === 0 ? [] : stackRoutes(inner, prefix);
  });
}

function filledIn(path: string): string {
  return path.replace(/[:*][A-Za-z0-9_]+(?:\([^)]*\))?\??|\{[^}]*\}/g, 'x');
}
