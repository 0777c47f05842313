/**
 * What the server says of itself and of the caller: how to sign in, who is signed in, and what that person may do.
 */

import { permissionCheck } from '@doorward/core/permission';
import type { components } from './schema.ts';

export interface Capabilities {
  /** False where authentication is switched off: then everybody may do everything. */
  readonly enabled: boolean;
  /** How to sign in; `null` where nobody can, or need. */
  readonly login: Login | null;
  /** Absolute addresses of the endpoints. Absent where authentication is switched off. */
  readonly urls?: Urls;
  /** Whoever is signed in. Absent for nobody, like all that follows. */
  readonly user?: Person;
  /** What the server offers, for pages that show or hide parts. */
  readonly capabilities?: Readonly<Record<'user' | 'session' | 'sso' | 'rbac' | 'acl' | 'fga', boolean>>;
  readonly access?: { readonly roles: readonly string[]; readonly permissions: readonly string[] };
  /** What has to be done first: until then other endpoints answer 403. */
  readonly obligation?: 'change-password' | null;
  /** For whoever may look at the site as another role sees it. */
  readonly availableRoles?: readonly { readonly id: string; readonly name: string }[];
  /**
   * True when the caller has the permission, such as `agents:delete` or `agents:read:7`. For hiding what would be
   * refused: the server decides again, at every request.
   */
  can(permission: string): boolean;
}

export interface Login {
  readonly type: 'sso' | 'credentials' | 'both';
  readonly signUpEnabled?: boolean;
  readonly description?: string;
  readonly credentials?: { readonly text: string; readonly asksName: boolean };
  readonly sso?: SsoLogin;
  readonly providers?: readonly SsoLogin[];
}

export interface SsoLogin {
  readonly provider: string;
  /** Of the button. */
  readonly text: string;
  readonly icon?: string;
  readonly description?: string;
  /** Where the button leads. */
  readonly url: string;
}

/** Where the endpoints of this server are. */
export interface Urls {
  readonly login: string;
  readonly logout: string;
  readonly me: string;
  readonly signUp?: string;
  readonly account?: string;
  readonly admin?: string;
  readonly api?: string;
  readonly token?: string;
}

export interface Person {
  readonly id: string;
  /** To show. */
  readonly name: string;
  readonly email: string | null;
  readonly avatarUrl: string | null;
}

/** Whoever is signed in. */
export interface Me extends Person {
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
  /** As in {@link Capabilities}. */
  can(permission: string): boolean;
}

type Schemas = components['schemas'];

/** The answer with addresses that hold on any page. `base` is where it came from. */
export function readCapabilities(wire: Schemas['Capabilities'], base: URL): Capabilities {
  if (!wire.enabled) return { ...wire, can: () => true };
  const { login, urls, access } = wire;
  const resolve = (url: string): string => resolved(url, base);
  return {
    ...wire,
    login: login === null ? null : readLogin(login, resolve),
    urls: mapValues(urls, resolve),
    can: permissionCheck(access?.permissions ?? []),
  };
}

export function readMe(wire: Schemas['SignedIn'] | null): Me | null {
  return wire === null ? null : { ...wire, can: permissionCheck(wire.permissions) };
}

function readLogin(login: Login, resolve: (url: string) => string): Login {
  const atHome = (sso: SsoLogin): SsoLogin => ({ ...sso, url: resolve(sso.url) });
  const { sso, providers } = login;
  return {
    ...login,
    ...(sso === undefined ? {} : { sso: atHome(sso) }),
    ...(providers === undefined ? {} : { providers: providers.map(atHome) }),
  };
}

/** @throws TypeError for an address that would send passwords and keys in the clear, where this one does not. */
function resolved(address: string, base: URL): string {
  const url = new URL(address, base);
  if (base.protocol === 'https:' && url.protocol !== 'https:') {
    throw new TypeError(`${base.origin} names ${url.origin} as its own address. Correct the option publicUrl there.`);
  }
  return url.href;
}

function mapValues<T extends object>(values: T, change: (value: string) => string): T {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, change(value)])) as T;
}
