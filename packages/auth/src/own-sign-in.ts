/**
 * Signing in and out at an endpoint of an app's own, such as `POST /api/sessions`: with the same checks,
 * limits, sessions and cookies as the login page.
 */

import type { IncomingMessage } from 'node:http';
import {
  type Core,
  isLocal,
  type Renewed,
  type RequestView,
  readAuthorization,
  type SignInClient,
  type SignInOutcome,
  type SignInRefusal,
  type TokenOutcome,
} from '@doorward/core';
import { NodeRequestView } from '@doorward/node';
import type { People, StoredUser } from './people.ts';

/** A page of another origin sent it: nothing was checked. */
type CrossSite = { readonly kind: 'cross-site' };

/** `expiresAt` is the absolute limit of the session, in milliseconds since the epoch. */
export type OwnSignInOutcome =
  | (Extract<SignInOutcome, { kind: 'signed-in' }> & { readonly expiresAt: number })
  | SignInRefusal
  | CrossSite;

/** The same with a pair of tokens. */
export type OwnTokenOutcome = TokenOutcome | CrossSite;

export interface OwnSignIn {
  /**
   * Checks name and password of a request. Send `cookies` as Set-Cookie, and `Cache-Control: no-store`. Take
   * `application/json` alone at such an endpoint, which foreign pages cannot send without being asked.
   */
  signIn(
    message: IncomingMessage,
    attempt: { readonly name: string; readonly password: string },
  ): Promise<OwnSignInOutcome>;
  /**
   * The same for a client that keeps tokens: answers the pair, and as `cookies` the same pair where the option
   * `tokens.cookies` says so, in place of the session that the client's cookies stood for. @throws TypeError where the option `tokens` is off.
   */
  signInForTokens(
    message: IncomingMessage,
    attempt: { readonly name: string; readonly password: string },
  ): Promise<OwnTokenOutcome>;
  /**
   * Uses a refresh token, or the refresh cookie of a request of our own pages: a new pair, and the Set-Cookie
   * values where there are cookies. `null`: it is over, and the client has to sign in again.
   */
  refresh(message: IncomingMessage, refreshToken?: string): Promise<Renewed | null>;
  /** Ends the session of a request, be it a cookie's or an access token's; answers the Set-Cookie values that clear its cookie. */
  signOut(message: IncomingMessage): Promise<readonly string[]>;
  /** A new session for the user, after `accounts.own.changePassword`; answers the Set-Cookie values. */
  renew(message: IncomingMessage, user: StoredUser): Promise<readonly string[]>;
}

/** `tokenHeaders` may hold an access token beside `Authorization`. */
export function createOwnSignIn(core: Core, people: People | null, tokenHeaders: readonly string[]): OwnSignIn {
  const viewOf = (message: IncomingMessage): RequestView => new NodeRequestView(message, message.url ?? '/', '', null);
  const clientOf = (view: RequestView): SignInClient => ({
    clientAddress: core.clientAddress(view),
    cookieHeader: view.header('cookie'),
    userAgent: view.header('user-agent'),
  });

  return {
    async signIn(message, { name, password }) {
      const view = viewOf(message);
      if (core.origins.isForeign(view)) return { kind: 'cross-site' };
      const attempt = { name, password, isLocal: isLocal(view) };
      const outcome = await core.signIn.withPassword(attempt, clientOf(view));
      if (outcome.kind !== 'signed-in') return outcome;
      return { ...outcome, expiresAt: core.now() + core.sessions.absoluteSeconds * 1000 };
    },
    async signInForTokens(message, { name, password }) {
      const view = viewOf(message);
      if (core.origins.isForeign(view)) return { kind: 'cross-site' };
      return core.signIn.forTokens({ name, password, isLocal: isLocal(view) }, clientOf(view));
    },
    async refresh(message, refreshToken) {
      const view = viewOf(message);
      if (refreshToken === undefined && core.origins.isForeign(view)) return null;
      return core.signIn.refresh(clientOf(view), refreshToken);
    },
    async signOut(message) {
      const view = viewOf(message);
      const bearer = readAuthorization(view.header('authorization') ?? '')?.bearer;
      for (const token of [bearer, ...tokenHeaders.map((name) => view.header(name))]) {
        if (token !== undefined) await core.signIn.revoke(token, core.clientAddress(view));
      }
      return (await core.signIn.end(clientOf(view))).cookies;
    },
    async renew(message, user) {
      if (people === null) throw new TypeError('there are no accounts, so there is no user to renew a session for');
      const account = { version: user.version, obligation: null };
      return core.signIn.renew(people.principalOf(user), clientOf(viewOf(message)), account);
    },
  };
}
