/**
 * What a user of Doorward may set about the credentials of programs: API keys, tokens, JWTs.
 */

import type { RoleSet } from '@doorward/accounts';
import type { JwtOptions } from '@doorward/jwt';
import type { LdapOptions } from '@doorward/ldap';
import type { OidcIssuerOptions, OidcPresetOptions } from '@doorward/oidc';

/** A role set that comes with Doorward, or your own. */
export type RoleSetOption = 'team' | 'superuser' | 'studio' | RoleSet;

/**
 * What roles of somebody else's making may do here, such as those of a provider: the permissions of all that
 * somebody has together. One that is not in it gives what `_default` says, default nothing; who has no role has no
 * permission.
 */
export interface RoleMapping {
  readonly roleMapping: Readonly<Record<string, readonly string[]>>;
}

export type RolesOption = RoleSetOption | RoleMapping;

/** What is known of somebody who is no user of ours, when it is asked for his roles. */
export interface RoleHolder {
  /** `static-token`, or the id of the provider or directory. */
  readonly source: string;
  /** At that source. */
  readonly id: string;
  /** What he signs in as there, where the source says so. */
  readonly username: string | null;
  readonly name: string;
  readonly email: string | null;
  /** As the source names them. */
  readonly roles: readonly string[];
}

/** The roles of such a person. Asked once for each static token at the start, and at each sign-in with a provider or directory. */
export type RolesOf = (holder: RoleHolder) => readonly string[];

export interface ApiKeyOptions {
  /** Header that holds a key. Default `x-api-key`. A key is taken as `Authorization: Bearer` too. */
  readonly header?: string | undefined;
  /**
   * Query parameter that may hold a key, such as `x-api-key`; no app sees it. Default none: addresses end up in
   * logs and histories.
   */
  readonly query?: string | false | undefined;
  /** What keys begin with, 2 to 16 letters, digits, `-` and `_`. Default `dwk_`. */
  readonly prefix?: string | undefined;
  /** A service key with the rights of the first role, made at the start; at least 32 characters. Default none. */
  readonly bootstrap?: string | undefined;
  /**
   * Paths, such as `/api/`, that take a key beside the sign-in: one identifies the program, the other the person,
   * and the request may what both may. Default none.
   */
  readonly demandedAt?: readonly string[] | undefined;
}

export interface TokenPairOptions {
  /** Seconds that an access token counts. Default 3600. */
  readonly accessSeconds?: number | undefined;
  /** Seconds that a refresh token counts; 0: there are none. Default 604800 (7 days), or `session.absoluteSeconds` if shorter. */
  readonly refreshSeconds?: number | undefined;
  /** Headers that may hold an access token beside `Authorization: Bearer`. Default none. */
  readonly headers?: readonly string[] | undefined;
  /**
   * Browsers get the pair as two cookies in place of the session's; `true` names them after the session cookie.
   * A name of your own is shared with every other app of the host. Default false.
   */
  readonly cookies?: boolean | { readonly access: string; readonly refresh?: string | undefined } | undefined;
  /**
   * The token endpoint takes name and password (`grant_type=password`). Default false: every program that asks
   * for a password teaches people to type it into programs, and no second factor can be asked for.
   */
  readonly passwordGrant?: boolean | undefined;
}

/** Whom a token stands for. */
export interface StaticTokenUser {
  readonly id: string;
  readonly name?: string | undefined;
  /** For display. */
  readonly email?: string | undefined;
  readonly avatarUrl?: string | undefined;
  readonly role?: string | undefined;
  readonly roles?: readonly string[] | undefined;
  /** Beside those of the roles. */
  readonly permissions?: readonly string[] | undefined;
}

export interface StaticTokenOptions {
  /** By token, each at least 8 characters. */
  readonly tokens?: Readonly<Record<string, StaticTokenUser>> | undefined;
  /** The same by another name. */
  readonly users?: Readonly<Record<string, StaticTokenUser>> | undefined;
}

/** As `@doorward/jwt` takes them; what the roles may do is said by the option `roles`, or by the roles of `accounts`. */
export type JwtLoginOptions = Omit<JwtOptions, 'permissionsOf' | 'namedRoles' | 'now'>;

/** As `@doorward/oidc` takes them; what the roles may do is said by the option `roles`, or by the roles of `accounts`. */
export type OidcLoginOptions = Omit<OidcIssuerOptions, 'now'> | Omit<OidcPresetOptions, 'now'>;

/** As `@doorward/ldap` takes them; what the roles may do is said by the option `roles`, or by the roles of `accounts`. */
export type LdapLoginOptions = LdapOptions;
