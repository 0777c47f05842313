/**
 * Where this Doorward stands in the address space: paths as requests carry them here, and as
 * browsers see them. The two differ behind a proxy that strips a prefix.
 */

/** One path each, open to everybody. */
export type OpenEndpoint = 'login' | 'logout' | 'signUp' | 'ticket' | 'token' | 'revoke' | 'verify';

/** A path and all below it, for whoever is signed in. */
export type Area = 'account' | 'admin' | 'api';

export type EndpointName = OpenEndpoint | Area;

/** Where our endpoints are, below the base path. Those that are not named are not there. */
export type EndpointPaths = Readonly<Record<'login' | 'logout', string> & Partial<Record<EndpointName, string>>>;

export interface Site {
  /** Prefix of the targets that arrive here. */
  readonly arriving: string;
  /** The same prefix as browsers see it. */
  readonly visible: string;
  /** Visible paths of our pages and of the place to land after signing in. */
  readonly login: string;
  readonly logout: string;
  readonly home: string;
  /** Where people are sent who lack a right; `null`: they get an error page. */
  readonly forbidden: string | null;
  /** The same of every endpoint that is there. */
  readonly paths: EndpointPaths;
  /** Our open endpoints, as they arrive. */
  readonly endpoints: ReadonlyMap<string, OpenEndpoint>;
  /** Our areas, as they arrive. */
  readonly areas: readonly ArrivingArea[];
}

export interface ArrivingArea {
  readonly name: Area;
  readonly path: string;
}

/** The area that a path lies in, if any. */
export function areaOf({ areas }: Site, path: string): ArrivingArea | null {
  for (const area of areas) {
    if (path.startsWith(area.path) && (path.length === area.path.length || path.charCodeAt(area.path.length) === SLASH))
      return area;
  }
  return null;
}

const SLASH = 0x2f;

export interface SiteOptions {
  /** Prefix that requests carry when they arrive; `''` or `/x`. */
  readonly basePath: string;
  /** Prefix that browsers see; `''` or `/x`. */
  readonly visiblePath: string;
  readonly paths: EndpointPaths;
  readonly home: string;
  readonly forbidden: string | null;
}

/** Answers the site of a guard that a router mounted at `rootPath`. */
export function createSites(options: SiteOptions): (rootPath: string) => Site {
  const known = new Map<string, Site>();
  const atRoot = siteAt('', options);
  return (rootPath) => {
    if (rootPath === '') return atRoot;
    const site = known.get(rootPath) ?? siteAt(rootPath, options);
    if (known.size < MAX_KNOWN) known.set(rootPath, site);
    return site;
  };
}

/** The part of an arriving path below the site; `null` when it lies outside. */
export function relativePath(site: Site, path: string): string | null {
  if (site.arriving === '') return path;
  if (!path.startsWith(site.arriving)) return null;
  const rest = path.slice(site.arriving.length);
  return rest.startsWith('/') ? rest : null;
}

/** An arriving target as browsers see it. */
export function visibleTarget(site: Site, target: string): string {
  if (site.arriving === site.visible) return target;
  return relativePath(site, target) === null ? target : site.visible + target.slice(site.arriving.length);
}

/** Routers with parameters in their prefix could otherwise make any number. */
const MAX_KNOWN = 1_000;

function siteAt(rootPath: string, options: SiteOptions): Site {
  const { basePath, visiblePath, paths } = options;
  const safeRoot = /^(?:\/[^/\\][^\\]*)?$/.test(rootPath) ? rootPath.replace(/\/$/, '') : '';
  const belowBase = safeRoot === basePath || safeRoot.startsWith(`${basePath}/`);
  const mount = belowBase ? safeRoot.slice(basePath.length) : safeRoot;
  const arriving = rootPath === '' ? basePath : belowBase ? safeRoot : mount;
  const visible = visiblePath + (rootPath === '' ? '' : mount);
  return Object.freeze({
    arriving,
    visible,
    login: visible + paths.login,
    logout: visible + paths.logout,
    home: visible + options.home,
    forbidden: options.forbidden === null ? null : visible + options.forbidden,
    paths: Object.freeze(
      Object.fromEntries(Object.entries(paths).map(([name, path]) => [name, visible + path])) as EndpointPaths,
    ),
    endpoints: new Map(
      OPEN_ENDPOINTS.flatMap((name) => entry(paths[name], (path) => [arriving + path, name] as const)),
    ),
    areas: Object.freeze(AREAS.flatMap((name) => entry(paths[name], (path) => ({ name, path: arriving + path })))),
  });
}

const OPEN_ENDPOINTS: readonly OpenEndpoint[] = ['login', 'logout', 'signUp', 'ticket', 'token', 'revoke', 'verify'];
const AREAS: readonly Area[] = ['account', 'admin', 'api'];

function entry<T>(path: string | undefined, make: (path: string) => T): readonly T[] {
  return path === undefined ? [] : [make(path)];
}
