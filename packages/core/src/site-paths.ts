/**
 * Where this Doorward stands in the address space: paths as requests carry them here, and as
 * browsers see them. The two differ behind a proxy that strips a prefix.
 */

/** One path each, open to everybody, whoever is signed in. */
type NamedEndpoint = 'login' | 'logout' | 'signUp' | 'ticket' | 'token' | 'revoke' | 'verify' | 'live' | 'ready';

/** Those, and two for each provider. */
export type OpenEndpoint = NamedEndpoint | 'provider';

/** A path and all below it, told who is signed in. The first two are there for strangers too. */
export type Area = 'capabilities' | 'me' | 'account' | 'admin' | 'api' | 'metrics';

export type EndpointName = OpenEndpoint | Area;

/** Where our endpoints are, below the base path. Those that are not named are not there. */
export type EndpointPaths = Readonly<
  Record<'login' | 'logout', string> & Partial<Record<NamedEndpoint | Area, string>>
>;

/** Where signing in with a provider begins, and where the browser comes back to. */
export interface ProviderPaths {
  readonly login: string;
  readonly callback: string;
  /** Where the provider itself tells of who was signed out there; `null` where it does not. */
  readonly signedOut: string | null;
}

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
  /** Visible paths of every provider, by its id. */
  readonly providers: ReadonlyMap<string, ProviderPaths>;
  /** What all of our own paths begin with, as they arrive: most requests are seen by it to be for none of them. */
  readonly ownPrefix: string;
  /** Our open endpoints, as they arrive. */
  readonly endpoints: ReadonlyMap<string, ArrivingEndpoint>;
  /** Our areas, as they arrive. */
  readonly areas: readonly ArrivingArea[];
}

export interface ArrivingEndpoint {
  readonly name: OpenEndpoint;
  /** Which of several it is: `/acme` and `/acme/callback` of a provider; else `''`. */
  readonly below: string;
}

export interface ArrivingArea {
  readonly name: Area;
  readonly path: string;
  /** True when strangers may come in. */
  readonly isOpen: boolean;
}

/** The open endpoint at a path, if any. */
export function endpointAt({ ownPrefix, endpoints }: Site, path: string): ArrivingEndpoint | undefined {
  return path.startsWith(ownPrefix) ? endpoints.get(path) : undefined;
}

/** The area that a path lies in, if any. */
export function areaOf({ ownPrefix, areas }: Site, path: string): ArrivingArea | null {
  if (!path.startsWith(ownPrefix)) return null;
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
  /** By the provider's id. */
  readonly providers: ReadonlyMap<string, ProviderPaths>;
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
  const { basePath, visiblePath, paths, providers } = options;
  const safeRoot = /^(?:\/[^/\\][^\\]*)?$/.test(rootPath) ? rootPath.replace(/\/$/, '') : '';
  const belowBase = safeRoot === basePath || safeRoot.startsWith(`${basePath}/`);
  const mount = belowBase ? safeRoot.slice(basePath.length) : safeRoot;
  const arriving = rootPath === '' ? basePath : belowBase ? safeRoot : mount;
  const visible = visiblePath + (rootPath === '' ? '' : mount);
  const endpoints = new Map(arrivingEndpoints(arriving, options));
  const areas = AREAS.flatMap((name) =>
    entry(paths[name], (path) => ({ name, path: arriving + path, isOpen: OPEN_AREAS.includes(name) })),
  );
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
    providers: new Map(
      [...providers].map(([id, { login, callback, signedOut }]) => [
        id,
        {
          login: visible + login,
          callback: visible + callback,
          signedOut: signedOut === null ? null : visible + signedOut,
        },
      ]),
    ),
    ownPrefix: commonPrefix([...endpoints.keys(), ...areas.map(({ path }) => path)]),
    endpoints,
    areas: Object.freeze(areas),
  });
}

function commonPrefix([first = '', ...others]: readonly string[]): string {
  let length = first.length;
  for (const other of others) while (!other.startsWith(first.slice(0, length))) length -= 1;
  return first.slice(0, length);
}

function arrivingEndpoints(
  arriving: string,
  { paths, providers }: SiteOptions,
): readonly (readonly [path: string, endpoint: ArrivingEndpoint])[] {
  return [
    ...OPEN_ENDPOINTS.flatMap((name) => entry(paths[name], (path) => [arriving + path, { name, below: '' }] as const)),
    ...[...providers].flatMap(([id, { login, callback, signedOut }]) => [
      [arriving + login, { name: 'provider', below: `/${id}` }] as const,
      [arriving + callback, { name: 'provider', below: `/${id}/callback` }] as const,
      ...entry(
        signedOut ?? undefined,
        (path) => [arriving + path, { name: 'provider', below: `/${id}/signed-out` }] as const,
      ),
    ]),
  ];
}

const OPEN_ENDPOINTS: readonly NamedEndpoint[] = [
  'login',
  'logout',
  'signUp',
  'ticket',
  'token',
  'revoke',
  'verify',
  'live',
  'ready',
];
const AREAS: readonly Area[] = ['capabilities', 'me', 'account', 'admin', 'api', 'metrics'];
const OPEN_AREAS: readonly Area[] = ['capabilities', 'me'];

function entry<T>(path: string | undefined, make: (path: string) => T): readonly T[] {
  return path === undefined ? [] : [make(path)];
}
