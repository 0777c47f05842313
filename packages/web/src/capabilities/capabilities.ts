/**
 * What front ends are told: the ways to sign in, and for whoever is signed in who that is and what he may.
 * The shapes are those of Mastra's endpoints of these names, so that its Studio, and pages written for it, read them.
 */

import type { User } from '@doorward/accounts';
import type { Obligation, Principal, Site } from '@doorward/core';
import type { LoginMethods, ProviderMethod } from '../login-methods.ts';

/** Nobody has to sign in. */
export interface NoCapabilities {
  readonly enabled: false;
  readonly login: null;
}

export interface Capabilities {
  readonly enabled: true;
  /** `null`: nobody can sign in by a page; programs send their credential. */
  readonly login: LoginDescription | null;
  /** Addresses of our endpoints: whole where `publicUrl` is configured, else paths. */
  readonly urls: CapabilityUrls;
  /** This and what follows: when signed in. */
  readonly user?: ShownUser | undefined;
  readonly capabilities?: FeatureFlags | undefined;
  readonly access?: Access | undefined;
  /** What has to be done before anything else. */
  readonly obligation?: Obligation | null | undefined;
  /** Roles below that of who may do everything, for him alone. */
  readonly availableRoles?: readonly { readonly id: string; readonly name: string }[] | undefined;
}

export interface LoginDescription {
  readonly type: 'sso' | 'credentials' | 'both';
  readonly description?: string | undefined;
  /** Where there is a form. */
  readonly signUpEnabled?: boolean | undefined;
  readonly credentials?: { readonly text: string; readonly asksName: boolean } | undefined;
  /** The first of the providers. */
  readonly sso?: SsoDescription | undefined;
  /** All of them, in the order of the login page. */
  readonly providers?: readonly SsoDescription[] | undefined;
}

export interface SsoDescription {
  readonly provider: string;
  readonly text: string;
  readonly icon?: string | undefined;
  readonly description?: string | undefined;
  /** Where signing in begins. Takes `?next=` with a local path. */
  readonly url: string;
}

export interface CapabilityUrls {
  readonly login: string;
  readonly logout: string;
  readonly me: string;
  readonly signUp?: string | undefined;
  readonly account?: string | undefined;
  readonly admin?: string | undefined;
  readonly api?: string | undefined;
  readonly token?: string | undefined;
}

export interface ShownUser {
  readonly id: string;
  readonly name: string;
  readonly email: string | null;
  readonly avatarUrl: string | null;
}

export interface Access {
  readonly roles: readonly string[];
  readonly permissions: readonly string[];
}

/** What this server has, and not what its user may. */
export interface FeatureFlags {
  readonly user: boolean;
  readonly session: boolean;
  readonly sso: boolean;
  /** Roles say what somebody may do. */
  readonly rbac: boolean;
  /** Lists kept with objects, and relations between objects: Doorward has neither. */
  readonly acl: boolean;
  readonly fga: boolean;
}

/** `origin` stands before every path; `''` leaves them paths. */
export function describeLogin(
  { providers, credentials, signUp }: LoginMethods,
  description: string | null,
  origin: string,
): LoginDescription | null {
  const sso = providers.map((method) => describeProvider(method, origin));
  const [first] = sso;
  if (credentials === null && first === undefined) return null;
  return {
    type: first === undefined ? 'credentials' : credentials === null ? 'sso' : 'both',
    ...(description === null ? {} : { description }),
    ...(credentials === null ? {} : { signUpEnabled: signUp !== null, credentials }),
    ...(first === undefined ? {} : { sso: first, providers: sso }),
  };
}

function describeProvider({ provider, text, icon, description, path }: ProviderMethod, origin: string): SsoDescription {
  return {
    provider,
    text,
    ...(icon === null ? {} : { icon }),
    ...(description === null ? {} : { description }),
    url: origin + path,
  };
}

export function describeUrls({ paths }: Site, origin: string): CapabilityUrls {
  const named = ['login', 'logout', 'me', 'signUp', 'account', 'admin', 'api', 'token'] as const;
  const entries = named.flatMap((name) => {
    const path = paths[name];
    return path === undefined ? [] : [[name, origin + path] as const];
  });
  return Object.fromEntries(entries) as unknown as CapabilityUrls;
}

/** `user` is `null` for a principal without an account. */
export function describeUser(principal: Principal, user: User | null): ShownUser {
  return {
    id: principal.subject,
    name: user?.displayName ?? user?.username ?? principal.name,
    email: user === null ? (principal.email ?? null) : user.email,
    avatarUrl: principal.avatarUrl ?? null,
  };
}

export function describeAccess({ roles, permissions }: Principal): Access {
  return { roles: [...roles], permissions: [...permissions] };
}
