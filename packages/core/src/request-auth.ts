/**
 * What an app learns of a request: the object behind `getAuth`, `req.auth`, `ctx.state.auth` and
 * `c.var.auth`.
 */

import { permissionCheck } from './access/permission.ts';
import type { Principal } from './access/principal.ts';
import type { Auth } from './auth.ts';
import type { HeldGrant } from './provider/provider-sign-in.ts';
import type { RequestView } from './request/request-view.ts';
import type { Continue } from './response/decision.ts';
import type { SessionInfo } from './session/session.ts';
import type { Site } from './site-paths.ts';

/** The request that stands behind it. */
export interface RequestClient {
  readonly auth: Pick<Auth, 'clientAddress' | 'grantOf'>;
  readonly view: RequestView;
}

export interface RequestActor {
  readonly principal: Principal;
  readonly clientAddress: string;
  /** `null` when a header or query credential authenticated this request alone. */
  readonly sessionId: string | null;
}

export class RequestAuth {
  /** The decision that let the request in. */
  readonly decision: Continue;
  /** The prefix of this app as browsers see it; `''` at the root. */
  readonly rootPath: string;
  readonly #site: Site;
  readonly #client: RequestClient;

  constructor(decision: Continue, site: Site, rootPath: string, client: RequestClient) {
    this.decision = decision;
    this.rootPath = rootPath;
    this.#site = site;
    this.#client = client;
  }

  /** The client's address, as far as `trustProxy` says whom to believe. */
  get clientAddress(): string {
    return this.#client.auth.clientAddress(this.#client.view);
  }

  /** Who acts, for the calls of `auth.accounts`; `null` for a stranger on a public path. */
  get actor(): RequestActor | null {
    const { principal, session } = this.decision;
    return principal && { principal, clientAddress: this.clientAddress, sessionId: session?.id ?? null };
  }

  /** Path of the login page, as browsers see it. Takes `?next=` with a local path. */
  get loginPath(): string {
    return this.#site.login;
  }

  /** Path to post an empty form to for signing out, as browsers see it. */
  get logoutPath(): string {
    return this.#site.logout;
  }

  /** Path of the account page, as browsers see it; `null` where there are no accounts. */
  get accountPath(): string | null {
    return this.#site.paths.account ?? null;
  }

  /** Path of the admin page, as browsers see it; `null` where there are no accounts. Not everybody may open it. */
  get adminPath(): string | null {
    return this.#site.paths.admin ?? null;
  }

  /** Whom the request acts as; `null` for a stranger on a public path. */
  get principal(): Principal | null {
    return this.decision.principal;
  }

  /** The session behind it; `null` when a header or query credential authenticated this request alone. */
  get session(): SessionInfo | null {
    return this.decision.session;
  }

  /**
   * What the provider gave at the sign-in, such as tokens for its API, renewed when their time had come; `null` where no
   * provider signed in, or gave nothing. A secret: for the app's own requests, and nobody's page.
   */
  get providerGrant(): HeldGrant | null {
    const { session } = this.decision;
    return session === null ? null : this.#client.auth.grantOf(session);
  }

  /** A path of this app as browsers see it: `link('/settings')` below `/dashboard` is `/dashboard/settings`. */
  link(path: string): string {
    return this.rootPath + path;
  }

  /** A path of the whole site, above the mounts: `siteLink('/sales/')` from any of its apps. */
  siteLink(path: string): string {
    return this.#site.visible + path;
  }

  /** True when the principal holds a permission that covers `permission` (`resource:action[:id]`). */
  can(permission: string): boolean {
    const { principal } = this.decision;
    return principal !== null && permissionCheck(principal.permissions)(permission);
  }
}
