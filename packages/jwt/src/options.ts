/**
 * What the caller says of an issuer and its tokens, and what stands after the defaults.
 */

import type { KeyFinder } from './keys/key-finder.ts';

/** A JSON Web Key Set of public keys (RFC 7517 §5). */
export interface JwtKeySet {
  readonly keys: readonly object[];
}

/** From a value of a claim to what it gives here. A value that is not in it gives nothing. */
export type JwtMapping = Readonly<Record<string, string | readonly string[]>>;

export interface JwtRoles {
  /** Name of the claim, or its path, such as `realm_access.roles`. A string is one value, an array many. Default `roles`. */
  readonly claim?: string;
  /** Roles by value of the claim. An issuer's word for a role never counts by itself. */
  readonly mapping: JwtMapping;
}

export interface JwtPermissions {
  /** Name of the claim, or its path. A string is values with spaces between (RFC 8693 §4.2), or an array. Default `scope`. */
  readonly claim?: string;
  /** Permissions by value of the claim, as `resource:action[:id]`. */
  readonly mapping: JwtMapping;
}

export interface JwtOptions {
  /** Exactly what `iss` has to be, such as `https://login.example.com/`. Never a pattern. */
  readonly issuer: string;
  /** What `aud` has to hold: this server's name at the issuer. One of a list is enough. A token for anybody else is refused. */
  readonly audience: string | readonly string[];
  /** Where the issuer publishes its keys: https, or http on this machine. Either this or `jwks`. */
  readonly jwksUri?: string;
  /** The issuer's public keys, when they never change. Either this or `jwksUri`. */
  readonly jwks?: JwtKeySet;
  /** Signatures that count. Default all of RS, PS and ES with 256, 384 and 512, `EdDSA` and `Ed25519`. Never HS or `none`. */
  readonly algorithms?: readonly string[];
  /**
   * What `typ` may be, as a media type with or without `application/`; `''` lets tokens without `typ` in.
   * Default `at+jwt` and `JWT`. Narrow it to `at+jwt` where the issuer writes that (RFC 9068): an ID token of a
   * client of the same name is none then.
   */
  readonly types?: readonly string[];
  /** How far the issuer's clock may be off, in seconds. Default 30, at most 300. */
  readonly clockSkewSeconds?: number;
  /** How far away `exp` may be, in seconds. Default 7 days. An `exp` in milliseconds is refused by it. */
  readonly maxLifetimeSeconds?: number;
  /** Which roles a token gives. Default none. */
  readonly roles?: JwtRoles;
  /** Which permissions a token gives besides those of its roles. Default none. */
  readonly permissions?: JwtPermissions;
  /** Permissions that roles give here. Asked once for each set of roles. Default none. */
  readonly permissionsOf?: (roles: readonly string[]) => readonly string[];
  /** Those of the roles that the holder has here by name. Default all. */
  readonly namedRoles?: (roles: readonly string[]) => readonly string[];
  /** The claim with the name for display. Default the first of `name`, `preferred_username`, `email`; without one it is `sub`. */
  readonly nameClaim?: string;
  /** Milliseconds since the epoch. Default `Date.now`. */
  readonly now?: () => number;
}

/** From a value of a claim to what it gives. A Map: a value such as `__proto__` is a value like any other. */
export type ResolvedMapping = ReadonlyMap<string, readonly string[]>;

export type RolesFunction = (roles: readonly string[]) => readonly string[];

export interface ResolvedOptions {
  readonly issuer: string;
  readonly audience: readonly string[];
  readonly findKey: KeyFinder;
  readonly algorithms: readonly string[];
  /** In lower case with the part before the slash; `''` for no type. */
  readonly types: ReadonlySet<string>;
  readonly clockSkewSeconds: number;
  readonly maxLifetimeSeconds: number;
  readonly roles: { readonly claim: string; readonly mapping: ResolvedMapping };
  readonly permissions: { readonly claim: string; readonly mapping: ResolvedMapping };
  readonly permissionsOf: RolesFunction;
  readonly namedRoles: RolesFunction;
  readonly nameClaims: readonly string[];
  readonly now: () => number;
}
