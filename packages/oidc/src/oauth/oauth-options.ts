/**
 * What the caller says of a provider with plain OAuth 2.0, and what stands after the defaults.
 */

import type { OidcClientAuth, OidcRoles, ResolvedClient, ResolvedRoles } from '../options.ts';

export interface OAuthOptions {
  /** In addresses, sessions and events: 1 to 32 lower-case letters, digits and `-`. Default `oauth`. */
  readonly id?: string;
  /** For people, as in "Sign in with Acme". */
  readonly name: string;
  /** Image for the button: a path on this site (declare it public) or a `data:image/…` URL. Default none. */
  readonly icon?: string;
  /** One sentence below the button. Default none. */
  readonly description?: string;
  /** Where people sign in: the authorization endpoint. https, as the next two are; a query of its own is kept. */
  readonly authorizationUrl: string;
  /** Where a code is exchanged for an access token. */
  readonly tokenUrl: string;
  /** The resource that says who somebody is, in JSON, asked by GET with the access token as Bearer. */
  readonly userUrl: string;
  /**
   * What the provider calls itself in what the browser brings back, to the letter (RFC 9207). Then an answer without it,
   * or by another, is refused. Default none: what it says of itself there is passed over.
   */
  readonly issuer?: string;
  readonly clientId: string;
  /** Default none: a public client, protected by PKCE alone. */
  readonly clientSecret?: string;
  /** Default `client_secret_basic` with a secret, `none` without. */
  readonly clientAuth?: OidcClientAuth;
  /** With spaces between. Fewer may be granted than are asked for. Default none: the provider decides. */
  readonly scopes?: string;
  /** Which roles somebody has, by a claim of `userUrl`. Default none. */
  readonly roles?: OidcRoles;
  /**
   * Who it is: a claim of `userUrl`, by name or path, with a number or a string that never changes, and never goes over to
   * somebody else. Not an e-mail address, nor a login name: those change hands, and with them the session and the account
   * here. Default `id`.
   */
  readonly subjectClaim?: string;
  /** What the person is called there, for the name of an account that is made for him. Default `login`. */
  readonly usernameClaim?: string;
  /** The name for display. Where it is empty, the username counts. Default `name`. */
  readonly nameClaim?: string;
  /** For display; proves nothing. Default `email`. */
  readonly emailClaim?: string;
  /** An image of the person, for front ends: https alone. Default `avatar_url`. */
  readonly avatarClaim?: string;
  /** For each request to the provider, in milliseconds, to the last byte. Default 5000, from 100 to 30000. */
  readonly timeoutMs?: number;
  /** Lets a provider on this machine be http, for development and tests. Never one elsewhere. Default false. */
  readonly allowHttp?: boolean;
  /** For when to renew. Milliseconds since the epoch. Default `Date.now`. */
  readonly now?: () => number;
}

export interface ResolvedOAuthOptions extends ResolvedClient {
  readonly authorizationUrl: URL;
  readonly tokenUrl: URL;
  readonly userUrl: URL;
  readonly issuer: string | null;
  readonly scopes: string | null;
  readonly roles: ResolvedRoles | null;
  readonly claims: ResolvedClaims;
}

/** Names of claims, or their paths. */
export interface ResolvedClaims {
  readonly subject: string;
  readonly username: string;
  readonly name: string;
  readonly email: string;
  readonly avatar: string;
}
