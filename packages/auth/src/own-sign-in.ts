/**
 * Signing in and out at an endpoint of an app's own, such as `POST /api/sessions`: with the same checks,
 * limits, sessions and cookies as the login page.
 */

import type { IncomingMessage } from 'node:http';
import { type Core, isLocal, type RequestView, type SignInClient, type SignInOutcome } from '@doorward/core';
import { NodeRequestView } from '@doorward/node';
import type { People, StoredUser } from './people.ts';

/** `expiresAt` is the absolute limit of the session, in milliseconds since the epoch. */
export type OwnSignInOutcome =
  | (Extract<SignInOutcome, { kind: 'signed-in' }> & { readonly expiresAt: number })
  | Exclude<SignInOutcome, { kind: 'signed-in' }>
  /** A page of another origin sent it: nothing was checked. */
  | { readonly kind: 'cross-site' };

export interface OwnSignIn {
  /**
   * Checks name and password of a request. Send `cookies` as Set-Cookie, and `Cache-Control: no-store`. Take
   * `application/json` alone at such an endpoint, which foreign pages cannot send without being asked.
   */
  signIn(
    message: IncomingMessage,
    attempt: { readonly name: string; readonly password: string },
  ): Promise<OwnSignInOutcome>;
  /** Ends the session of a request; answers the Set-Cookie values that clear its cookie. */
  signOut(message: IncomingMessage): Promise<readonly string[]>;
  /** A new session for the user, after `accounts.own.changePassword`; answers the Set-Cookie values. */
  renew(message: IncomingMessage, user: StoredUser): Promise<readonly string[]>;
}

export function createOwnSignIn(core: Core, people: People | null): OwnSignIn {
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
    signOut: async (message) => core.signIn.end(clientOf(viewOf(message))),
    async renew(message, user) {
      if (people === null) throw new TypeError('there are no accounts, so there is no user to renew a session for');
      const account = { version: user.version, obligation: null };
      return core.signIn.renew(people.principalOf(user), clientOf(viewOf(message)), account);
    },
  };
}
