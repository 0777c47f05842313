/**
 * What the caller says of an OpenID provider, and what stands after the defaults.
 */

/**
 * How this server shows at the token endpoint that it is the client: the secret in a header, in the body, or no
 * secret at all.
 * @see OpenID Connect Core §9
 */
export type OidcClientAuth = 'client_secret_basic' | 'client_secret_post' | 'none';

/**
 * How the browser brings the answer back: in the address, or by a form that it posts, which keeps the code out of
 * histories and logs.
 * @see OAuth 2.0 Form Post Response Mode
 */
export type OidcResponseMode = 'query' | 'form_post';

/** From a value of a claim to what it gives here. A value that is not in it gives nothing. */
export type OidcMapping = Readonly<Record<string, string | readonly string[]>>;

export interface OidcRoles {
  /** Name of the claim, or its path, such as `realm_access.roles`. A string is one value, an array many. Default `roles`. */
  readonly claim?: string;
  /** Roles by value of the claim. A provider's word for a role never counts by itself. */
  readonly mapping: OidcMapping;
}

interface OidcCommonOptions {
  /** In addresses, sessions and events: 1 to 32 lower-case letters, digits and `-`. Default `oidc`. */
  readonly id?: string;
  /** Image for the button: a path on this site (declare it public) or a `data:image/…` URL. Default none. */
  readonly icon?: string;
  /** One sentence below the button. Default none. */
  readonly description?: string;
  readonly clientId: string;
  /** Default none: a public client, protected by PKCE alone. */
  readonly clientSecret?: string;
  /** Default `client_secret_basic` with a secret, `none` without. */
  readonly clientAuth?: OidcClientAuth;
  /** With spaces between, `openid` among them. Default `openid profile email`. */
  readonly scopes?: string;
  /** Which roles somebody has. Default none. */
  readonly roles?: OidcRoles;
  /** The claim with the name for display. Default the first of `name`, `preferred_username`, `email`; without one it is `sub`. */
  readonly nameClaim?: string;
  /** What the provider should ask, such as `login` or `select_account`. Default it decides. */
  readonly prompt?: string;
  /**
   * How long ago the person may have proved there who it is, in seconds, from 0 (anew each time) to 31536000. An ID token
   * without `auth_time`, or with an older one, is refused: a provider may pass over what it is asked. Default it decides.
   */
  readonly maxAgeSeconds?: number;
  /**
   * How the person has to have proved it: values of `acr` with spaces between, the best one first. An ID token with
   * none of them is refused. Default the provider decides.
   */
  readonly acrValues?: string;
  /** An answer that comes by the other way is refused. Default the provider decides, which is `query`; either way counts. */
  readonly responseMode?: OidcResponseMode;
  /** For each request to the provider, in milliseconds, to the last byte. Default 5000, from 100 to 30000. */
  readonly timeoutMs?: number;
  /** Lets an issuer on this machine be http, for development and tests. Never one elsewhere. Default false. */
  readonly allowHttp?: boolean;
  /**
   * For when to renew, and when to ask the provider again. Tokens are checked by the clock of the system.
   * Milliseconds since the epoch. Default `Date.now`.
   */
  readonly now?: () => number;
}

/** A provider by its issuer: any that has OpenID Connect Discovery. */
export interface OidcIssuerOptions extends OidcCommonOptions {
  /** For people, as in "Sign in with Acme". */
  readonly name: string;
  /**
   * Exactly what the provider calls itself, with or without a slash at the end. People are known by the `id` above
   * and their subject there: another issuer under the same `id` is other people under the same names.
   */
  readonly issuer: string;
  /** Where the metadata are, when that is not the issuer with `/.well-known/openid-configuration` behind it. */
  readonly discoveryUrl?: string;
  readonly preset?: undefined;
  readonly tenant?: undefined;
}

/** Microsoft Entra ID, or Oracle Identity Cloud Service. */
export type OidcPreset = 'microsoft' | 'oracle';

/** A provider whose place is known, by the tenant. */
export interface OidcPresetOptions extends OidcCommonOptions {
  readonly preset: OidcPreset;
  /** Entra ID: the id of the tenant. Oracle: what stands before `.identity.oraclecloud.com`. */
  readonly tenant: string;
  /** For people. Default `Microsoft` or `Oracle`. */
  readonly name?: string;
  readonly issuer?: undefined;
  readonly discoveryUrl?: undefined;
}

export type OidcOptions = OidcIssuerOptions | OidcPresetOptions;

/** This server, as the provider knows it, and how it asks there. */
export interface ResolvedClient {
  readonly clientId: string;
  readonly clientSecret: string | null;
  readonly clientAuth: OidcClientAuth;
  readonly timeoutMs: number;
  readonly allowHttp: boolean;
  readonly now: () => number;
}

export interface ResolvedOptions extends ResolvedClient {
  readonly name: string;
  readonly issuer: string;
  readonly scopes: string;
  readonly discoveryUrl: URL;
  readonly roles: ResolvedRoles | null;
  readonly nameClaims: readonly string[];
  readonly prompt: string | null;
  readonly maxAgeSeconds: number | null;
  readonly acrValues: string | null;
  readonly responseMode: OidcResponseMode | null;
}

export interface ResolvedRoles {
  readonly claim: string;
  /** A Map: a value such as `__proto__` is a value like any other. */
  readonly mapping: ReadonlyMap<string, readonly string[]>;
}
