/**
 * Signing in and out: the one place where sessions begin and end, wrong guesses are counted, and
 * the cookie is written.
 */

import type { Principal } from './access/principal.ts';
import type { Events } from './event/auth-event.ts';
import { andThen, type MaybePromise } from './maybe-promise.ts';
import { type DOUBLED, readCookie } from './request/cookies.ts';
import { type CookieAttributes, serializeCookie } from './response/set-cookie.ts';
import type { Attempts } from './scheme/attempts.ts';
import type { LoginAttempt, SchemeOutcome, Verifier } from './scheme/scheme.ts';
import type { LiveSession } from './session/session.ts';
import type { SessionManager } from './session/session-manager.ts';

export type SignInOutcome =
  | { readonly kind: 'signed-in'; readonly principal: Principal; readonly cookie: string }
  | { readonly kind: 'refused' }
  | { readonly kind: 'limited'; readonly retryAfterSeconds: number };

/** An explicit credential after the limit on guesses was applied. */
export type CheckedOutcome = SchemeOutcome | { readonly kind: 'limited'; readonly retryAfterSeconds: number };

/** The client of an attempt: its address, and the cookies that it sent. */
export interface SignInClient {
  readonly clientAddress: string;
  readonly cookieHeader: string | undefined;
}

export interface SignIn {
  /** Checks what a person typed; a good answer makes a new session and ends the one before. */
  withPassword(attempt: LoginAttempt, client: SignInClient): MaybePromise<SignInOutcome>;
  /** Runs a scheme's check within the limit on guesses. */
  check(clientAddress: string, authenticate: () => MaybePromise<SchemeOutcome>): MaybePromise<CheckedOutcome>;
  /** A new session in place of the client's old one; answers the Set-Cookie value. */
  start(principal: Principal, client: SignInClient): MaybePromise<string>;
  /** Ends the client's session on the server; answers the Set-Cookie value that clears the cookie. */
  end(client: SignInClient): MaybePromise<string>;
  /** The client's session value: `undefined` when absent, doubled when two differ. */
  sessionCookie(cookieHeader: string | undefined): string | undefined | typeof DOUBLED;
  /** The client's live session. */
  current(cookieHeader: string | undefined): MaybePromise<LiveSession | null>;
}

export interface SignInParts {
  readonly sessions: SessionManager;
  readonly events: Events;
  readonly attempts: Attempts;
  readonly verifiers: readonly Verifier[];
  readonly cookie: CookieAttributes;
}

export function createSignIn({ sessions, events, attempts, verifiers, cookie }: SignInParts): SignIn {
  const sessionCookie = (header: string | undefined) =>
    header === undefined ? undefined : readCookie(header, cookie.name);

  function current(header: string | undefined): MaybePromise<LiveSession | null> {
    const secret = sessionCookie(header);
    return typeof secret === 'string' ? sessions.find(secret) : null;
  }

  function endCurrent(header: string | undefined): MaybePromise<LiveSession | null> {
    const secret = sessionCookie(header);
    return typeof secret === 'string' ? sessions.end(secret) : null;
  }

  function start(principal: Principal, client: SignInClient): MaybePromise<string> {
    return andThen(endCurrent(client.cookieHeader), () =>
      andThen(sessions.create(principal), ({ secret }) => {
        events.emit('login', { ...principal, clientAddress: client.clientAddress });
        return serializeCookie(cookie, secret, sessions.absoluteSeconds);
      }),
    );
  }

  function refuse(clientAddress: string, method: string | null, presented: string): MaybePromise<void> {
    events.emit('login-failure', { method, clientAddress, reason: 'core/invalid-credential' });
    return attempts.fail(clientAddress, presented);
  }

  function limited(clientAddress: string, retryAfterSeconds: number) {
    events.emit('throttled', { clientAddress, reason: 'core/too-many-attempts' });
    return { kind: 'limited', retryAfterSeconds } as const;
  }

  async function verify(attempt: LoginAttempt): Promise<Principal | null> {
    for (const verifier of verifiers) {
      const principal = await verifier.verify(attempt);
      if (principal !== null) return principal;
    }
    return null;
  }

  return {
    sessionCookie,
    current,
    start,
    withPassword: async (attempt, client) =>
      attempts.inTurn(client.clientAddress, async () => {
        const wait = await attempts.limit(client.clientAddress);
        if (wait !== null) return limited(client.clientAddress, wait);
        const principal = await verify(attempt);
        if (principal !== null) return { kind: 'signed-in', principal, cookie: await start(principal, client) };
        const method = verifiers.length === 1 ? (verifiers[0]?.name ?? null) : null;
        await refuse(client.clientAddress, method, `${attempt.name}\n${attempt.password}`);
        return { kind: 'refused' };
      }),
    check: (clientAddress, authenticate) =>
      attempts.inTurn(clientAddress, () =>
        andThen(attempts.limit(clientAddress), (wait) => {
          if (wait !== null) return limited(clientAddress, wait);
          return andThen(authenticate(), (outcome): MaybePromise<CheckedOutcome> => {
            if (outcome.kind !== 'rejected' || outcome.reason !== 'invalid') return outcome;
            return andThen(refuse(clientAddress, null, outcome.presented), () => outcome);
          });
        }),
      ),
    end(client) {
      return andThen(endCurrent(client.cookieHeader), (session) => {
        if (session !== null) {
          events.emit('logout', { ...session.decision.principal, clientAddress: client.clientAddress });
        }
        return serializeCookie(cookie, '', 0);
      });
    },
  };
}
