/**
 * Starts the session of a client in place of the one before, with the cookies that name it. Tells nobody.
 */

import type { Principal } from './access/principal.ts';
import type { ClientSessions } from './client-sessions.ts';
import { andThen, type MaybePromise } from './maybe-promise.ts';
import type { PairCookies } from './pair/pair-cookies.ts';
import type { Pairs, TokenPair } from './pair/pairs.ts';
import type { Account, SignInClient } from './prover.ts';
import type { StoredGrant } from './provider/grant.ts';
import type { LiveSession } from './session/session.ts';
import type { SessionFacts, SessionManager } from './session/session-manager.ts';
import type { SessionCookie } from './session-cookie.ts';

export interface SessionStart {
  /** A session for a browser; answers the Set-Cookie values. */
  inCookies(
    principal: Principal,
    client: SignInClient,
    account?: Account,
    grant?: StoredGrant | null,
  ): MaybePromise<readonly string[]>;
  /**
   * A session for a client that keeps tokens. Where browsers get the pair as cookies, it is in place of the one before;
   * else that one stays.
   */
  asPair(principal: Principal, client: SignInClient, account?: Account): MaybePromise<StartedPair>;
  /** Ends the client's session; answers it. */
  endCurrent(cookieHeader: string | undefined): MaybePromise<LiveSession | null>;
}

export interface StartedPair {
  readonly pair: TokenPair;
  /** Set-Cookie values. */
  readonly cookies: readonly string[];
}

export interface SessionStartParts {
  readonly sessions: SessionManager;
  readonly clientSessions: Pick<ClientSessions, 'current'>;
  readonly cookie: SessionCookie;
  /** `null`: no tokens are made. */
  readonly pairs: Pairs | null;
  /** Browsers get a pair of these in place of the session cookie; `null`: they do not. */
  readonly pairCookies: PairCookies | null;
  readonly now: () => number;
}

export function createSessionStart(parts: SessionStartParts): SessionStart {
  const { sessions, clientSessions, cookie, pairs, pairCookies, now } = parts;

  function endCurrent(header: string | undefined): MaybePromise<LiveSession | null> {
    return andThen(
      clientSessions.current(header),
      (session) => session && andThen(sessions.endKey(session.key), () => session),
    );
  }

  /** The Set-Cookie values of a new session. */
  function sessionCookies(
    principal: Principal,
    { cookieHeader }: SignInClient,
    facts: SessionFacts,
  ): MaybePromise<readonly string[]> {
    if (pairs !== null && pairCookies !== null) {
      return andThen(pairs.issue(principal, facts), ({ pair }) => pairCookies.set(cookieHeader, pair, now()));
    }
    return andThen(sessions.create(principal, facts), ({ secret }) =>
      cookie.set(cookieHeader, secret, sessions.absoluteSeconds),
    );
  }

  /** By which the browser is known again; where there are no accounts, nobody asks. */
  function browserCookies(principal: Principal, client: SignInClient, account?: Account): readonly string[] {
    const known = account === undefined ? null : cookie.know(client.cookieHeader, principal.subject);
    return known === null ? [] : [known];
  }

  return {
    inCookies: (principal, client, account, grant) =>
      andThen(endCurrent(client.cookieHeader), () =>
        andThen(sessionCookies(principal, client, factsOf(client, account, grant)), (cookies) => [
          ...cookies,
          ...browserCookies(principal, client, account),
        ]),
      ),
    asPair(principal, client, account) {
      if (pairs === null) throw new TypeError('no tokens are made here: the option tokens is off');
      const before = pairCookies === null ? null : endCurrent(client.cookieHeader);
      return andThen(before, () =>
        andThen(pairs.issue(principal, factsOf(client, account)), ({ pair }) => {
          if (pairCookies === null) return { pair, cookies: [] };
          const cookies = pairCookies.set(client.cookieHeader, pair, now());
          return { pair, cookies: [...cookies, ...browserCookies(principal, client, account)] };
        }),
      );
    },
    endCurrent,
  };
}

const MAX_AGENT_LENGTH = 256;

function factsOf(
  { clientAddress, userAgent }: SignInClient,
  account?: Account,
  grant: StoredGrant | null = null,
): SessionFacts {
  return {
    client: { address: clientAddress, userAgent: userAgent?.slice(0, MAX_AGENT_LENGTH) ?? null },
    version: account?.version ?? null,
    obligation: account?.obligation ?? null,
    grant,
  };
}
