/**
 * Where this Doorward stands in the address space: paths as requests carry them here, and as
 * browsers see them. The two differ behind a proxy that strips a prefix.
 */

export type EndpointName = 'login' | 'logout';

export type EndpointPaths = Readonly<Record<EndpointName, string>>;

export interface Site {
  /** Prefix of the targets that arrive here. */
  readonly arriving: string;
  /** The same prefix as browsers see it. */
  readonly visible: string;
  /** Visible paths of our pages and of the place to land after signing in. */
  readonly login: string;
  readonly logout: string;
  readonly home: string;
  /** Our endpoints, as they arrive. */
  readonly endpoints: ReadonlyMap<string, EndpointName>;
}

export interface SiteOptions {
  /** Prefix that requests carry when they arrive; `''` or `/x`. */
  readonly basePath: string;
  /** Prefix that browsers see; `''` or `/x`. */
  readonly visiblePath: string;
  readonly paths: EndpointPaths;
  readonly home: string;
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
    endpoints: new Map<string, EndpointName>([
      [arriving + paths.login, 'login'],
      [arriving + paths.logout, 'logout'],
    ]),
  });
}
