/**
 * What a user of Doorward may set, in code. Each setting with a name in `environment.ts` can be given
 * as a variable too; code wins.
 */

import type {
  DurableStore,
  ErrorRenderer,
  EventSink,
  ExpiringStore,
  PasswordDirectory,
  Provider,
  Scheme,
  TrustProxy,
  Verifier,
} from '@doorward/core';
import type { RedisSettings } from '@doorward/redis';
import type { LoginRenderer } from '@doorward/web';
import type { AccountsOptions } from './account-options.ts';
import type {
  ApiKeyOptions,
  JwtLoginOptions,
  LdapLoginOptions,
  OidcLoginOptions,
  RolesOf,
  RolesOption,
  StaticTokenOptions,
  TokenPairOptions,
} from './credential-options.ts';
import type { TelemetryOptions } from './telemetry/telemetry-options.ts';

export interface DoorwardOptions extends TelemetryOptions {
  /** `'off'` lets everybody in, from this machine only. Default `'required'`. */
  readonly auth?: 'required' | 'off' | undefined;
  /** With `auth: 'off'`: serve other machines too. Everybody who reaches the port may do everything. Default false. */
  readonly openToNetwork?: boolean | undefined;
  /** The access token, at least 8 characters. Without `token`, `tokenFile` and `tokenContent` one is made and printed. */
  readonly token?: string | undefined;
  /** File whose content, trimmed, is the token; `-` reads standard input. */
  readonly tokenFile?: string | undefined;
  /** Derives the token from this content and `secret`: the same in every process that has both. */
  readonly tokenContent?: string | Uint8Array | undefined;
  /** Users with passwords, roles and an admin page. `true` takes every default. Default off. */
  readonly accounts?: boolean | AccountsOptions | undefined;
  /** API keys of users and services. Needs `accounts`. `true` takes every default. Default off. */
  readonly apiKeys?: boolean | ApiKeyOptions | undefined;
  /** Pairs of access and refresh tokens for clients that are no browsers. `true` takes every default. Default off. */
  readonly tokens?: boolean | TokenPairOptions | undefined;
  /** Tokens that stand for users, in code. */
  readonly staticTokens?: StaticTokenOptions | undefined;
  /** Bearer JWTs that an outside issuer signs. */
  readonly jwt?: JwtLoginOptions | undefined;
  /**
   * What the roles of static tokens, JWTs, providers and directories may do. Default the roles of `accounts`; else they have no
   * permissions.
   */
  readonly roles?: RolesOption | undefined;
  /**
   * OpenID providers where people sign in, one or a list. They stand before those of `providers`. Needs `publicUrl`.
   * Default none.
   */
  readonly oidc?: OidcLoginOptions | readonly OidcLoginOptions[] | undefined;
  /** Where else people sign in (single sign-on), in the order of the login page. Needs `publicUrl`. Default none. */
  readonly providers?: readonly Provider[] | undefined;
  /**
   * LDAP directories whose people sign in by the form, one or a list. They are asked after `accounts`, before those of
   * `directories`. Default none.
   */
  readonly ldap?: LdapLoginOptions | readonly LdapLoginOptions[] | undefined;
  /**
   * Where else names and passwords are known. They are asked after `accounts`, in this order. Closed with this Doorward.
   * Default none.
   */
  readonly directories?: readonly PasswordDirectory[] | undefined;
  /** Names the roles of who comes by a static token, a provider or a directory. Default those that the source names. */
  readonly rolesOf?: RolesOf | undefined;
  /**
   * Folder for what lasts: the SQLite database, and a secret where none is configured. Default with
   * `accounts`: `doorward-data` in the working directory; else none, and sessions live in memory.
   */
  readonly dataFolder?: string | undefined;
  /** A PostgreSQL database in place of SQLite: `postgres://user:password@host/database`. */
  readonly databaseUrl?: string | undefined;
  /**
   * A Redis server for sessions, tickets and counters of several instances: `redis://user:password@host:6379/0`, `rediss://`,
   * `redis-sentinel://host:26379,host:26379/0#name`. Users and keys stay in the database. Needs `secret`.
   */
  readonly redisUrl?: string | undefined;
  /** More about Redis, with `redisUrl`. */
  readonly redis?: RedisSettings | undefined;
  /**
   * Key ring, newest first, each at least 32 characters. Default: one that is made and kept in the data
   * folder; without a folder a random one, good until the process ends.
   */
  readonly secret?: string | readonly string[] | undefined;
  /** The address by which browsers reach this server, such as `https://example.com/tools`. Https makes cookies Secure. */
  readonly publicUrl?: string | URL | undefined;
  /** Prefix that requests carry when they arrive. Default: the path of `publicUrl`; set `/` when a proxy strips it. */
  readonly basePath?: string | undefined;
  /** Further origins whose pages may call this server with credentials. Default none. */
  readonly origins?: readonly string[] | undefined;
  /** Who answers CORS preflights. Default `'doorward'`, from `origins`. */
  readonly cors?: 'doorward' | 'app' | undefined;
  /** Whose header `Authorization` is. `'app'` passes it on unread. Default `'doorward'`. */
  readonly authorization?: 'doorward' | 'app' | undefined;
  /** False refuses `?access_token=`. Default true. */
  readonly queryToken?: boolean | undefined;
  /** Number of proxies in front, or their addresses and networks. Default 0: forwarded headers are ignored. */
  readonly trustProxy?: TrustProxy | undefined;
  /**
   * An endpoint for proxies that guard other apps: nginx `auth_request`, Traefik, Caddy. Needs `trustProxy`, which
   * says who is believed what the original request was. Default false.
   */
  readonly forwardAuth?: boolean | undefined;
  /** Paths that need no sign-in: `/assets/` (all below), `GET /about` (exactly that). Default none. */
  readonly public?: readonly string[] | undefined;
  readonly paths?:
    | {
        /** Default `/auth/login`. */
        readonly login?: string | undefined;
        /** Default `/auth/logout`. */
        readonly logout?: string | undefined;
        /** Where signing in ends when no page was asked for. Default `/`. */
        readonly home?: string | undefined;
        /** Where people are sent who lack a role or permission for a page. Default: an error page. */
        readonly forbidden?: string | undefined;
        /** Where links of invitations and new passwords lead. Default `/auth/ticket`. */
        readonly ticket?: string | undefined;
        /** Default `/auth/sign-up`. */
        readonly signUp?: string | undefined;
        /** Everybody's own account. Default `/auth/account`. */
        readonly account?: string | undefined;
        /** Users and the audit log. Default `/auth/admin`. */
        readonly admin?: string | undefined;
        /** JSON endpoints. Default `/auth/api`. */
        readonly api?: string | undefined;
        /** Where tokens are refreshed (RFC 6749 §3.2). Default `/auth/token`. */
        readonly token?: string | undefined;
        /** What a proxy asks, with `forwardAuth`. Default `/auth/verify`. */
        readonly verify?: string | undefined;
        /** 200 while the process answers: for an orchestrator that starts it anew otherwise. Default `/auth/live`. */
        readonly live?: string | undefined;
        /** 200 while requests can be answered, 503 while a store is away. Default `/auth/ready`. */
        readonly ready?: string | undefined;
        /** Metrics as text, with `metrics`. Default `/auth/metrics`. */
        readonly metrics?: string | undefined;
        /** What a front end may show to whom: ways to sign in, and rights. Default `/auth/capabilities`. */
        readonly capabilities?: string | undefined;
        /** Who is signed in, `null` for nobody. Default `/auth/me`. */
        readonly me?: string | undefined;
        /** By the provider's id. Default `/auth/sso/<id>`, and `/callback` and `/signed-out` below it. */
        readonly providers?:
          | Readonly<Record<string, Partial<Record<'login' | 'callback' | 'signedOut', string | undefined>>>>
          | undefined;
        /** Where tokens are revoked (RFC 7009). Default `/auth/revoke`. */
        readonly revoke?: string | undefined;
      }
    | undefined;
  readonly session?:
    | {
        /** Seconds without a request after which a session ends. Default 259200 (3 days), or `absoluteSeconds` if shorter. */
        readonly idleSeconds?: number | undefined;
        /** Seconds after which a session ends in any case. Default 1209600 (14 days). */
        readonly absoluteSeconds?: number | undefined;
        /** Default `'Lax'`. `'Strict'` also drops the session on links from other sites. */
        readonly sameSite?: 'Lax' | 'Strict' | undefined;
        /** Default true. False: whoever closes the browser is signed out there, as far as the browser goes along. */
        readonly persistent?: boolean | undefined;
      }
    | undefined;
  /** Name of the protection space in `WWW-Authenticate`. Default `Doorward`. */
  readonly realm?: string | undefined;
  readonly page?:
    | {
        /** Name of the product behind the login. Default `Doorward`. */
        readonly title?: string | undefined;
        /** One sentence on the login page. Default none. */
        readonly description?: string | undefined;
        /** Path on this site (declare it public) or `data:image/…` URL. */
        readonly logo?: string | undefined;
        /** Colours of buttons and links, `#rrggbb` each. */
        readonly accent?: { readonly light?: string | undefined; readonly dark?: string | undefined } | undefined;
        /** Draws the whole login page instead of Doorward. */
        readonly renderLogin?: LoginRenderer | undefined;
      }
    | undefined;
  /** The body of our JSON errors, for clients that expect another shape. Default RFC 9457. */
  readonly renderError?: ErrorRenderer | undefined;
  /** Hears of everything that happens: logins, failures, changes of users. */
  readonly onEvent?: EventSink | readonly EventSink[] | undefined;
  /** Schemes of your own, asked before the token. */
  readonly schemes?: readonly Scheme[] | undefined;
  /** Verifiers of your own for the login form, asked before the token. */
  readonly verifiers?: readonly Verifier[] | undefined;
  /** Where sessions live. Default: Redis, else the database, else memory. */
  readonly store?: ExpiringStore | undefined;
  /** Where users and the audit log live. Default: the database. */
  readonly durableStore?: DurableStore | undefined;
  /** Where start-up lines go; default `console`. */
  readonly log?: Log | undefined;
  /** The clock, in milliseconds since the epoch. Default `Date.now`. */
  readonly now?: (() => number) | undefined;
}

export interface Log {
  info(line: string): void;
  warn(line: string): void;
}
