/**
 * Signing in and out: whoever proves who he is gets a session, and what began or ended is told.
 */

import type { Principal } from './access/principal.ts';
import { type Confirmation, createConfirmation } from './confirmation.ts';
import type { Events } from './event/auth-event.ts';
import { andThen, type MaybePromise } from './maybe-promise.ts';
import type { TokenPair } from './pair/pairs.ts';
import { type Account, createProver, type Proof, type SignInClient, type SignInRefusal } from './prover.ts';
import type { StoredGrant } from './provider/grant.ts';
import { DOUBLED } from './request/cookies.ts';
import type { Attempts } from './scheme/attempts.ts';
import type { LoginAttempt, SchemeOutcome, Verifier } from './scheme/scheme.ts';
import type { LiveSession } from './session/session.ts';
import type { Obligation } from './session/session-record.ts';
import { createSessionStart, type SessionStartParts, type StartedPair } from './session-start.ts';

export interface SignedIn {
  readonly kind: 'signed-in';
  readonly principal: Principal;
  readonly obligation: Obligation | null;
  /** Set-Cookie values. */
  readonly cookies: readonly string[];
}

export type SignInOutcome = SignedIn | SignInRefusal;

/** The same for a client that keeps tokens. */
export type TokenOutcome = (SignedIn & { readonly pair: TokenPair }) | SignInRefusal;

export interface SignIn extends Confirmation {
  /** Checks what a person typed; a good answer makes a new session and ends the one before. */
  withPassword(attempt: LoginAttempt, client: SignInClient): Promise<SignInOutcome>;
  /**
   * The same for a pair of tokens. Where browsers get the pair as cookies, the session ends that the client's
   * cookies stood for; else it stays.
   */
  forTokens(attempt: LoginAttempt, client: SignInClient): Promise<TokenOutcome>;
  /** Checks a password within a {@link check}, which counts for the address; makes no session. */
  prove(attempt: LoginAttempt, client: SignInClient): Promise<Proof | SignInRefusal>;
  /** Runs a scheme's check within the limit on guesses. */
  check(clientAddress: string, authenticate: () => MaybePromise<SchemeOutcome>): MaybePromise<SchemeOutcome>;
  /** The limit on guesses at some schemes while another one is away. */
  readonly beside: Attempts['beside'];
  /** A new session in place of the client's old one; answers the Set-Cookie values. */
  start(
    principal: Principal,
    client: SignInClient,
    account?: Account,
    grant?: StoredGrant | null,
  ): MaybePromise<readonly string[]>;
  /** The same without a `login` event: the client was signed in before, with other rights. */
  renew(principal: Principal, client: SignInClient, account: Account): MaybePromise<readonly string[]>;
  /** Uses a refresh token, or the client's refresh cookie; answers the Set-Cookie values too where there are cookies. */
  refresh(client: SignInClient, token?: string): MaybePromise<Renewed | null>;
  /** Ends the session of an access or refresh token; true when there was one. */
  revoke(token: string, clientAddress: string): MaybePromise<boolean>;
  /** Ends the client's session on the server. */
  end(client: SignInClient): MaybePromise<SignedOut>;
}

export interface Renewed {
  readonly session: LiveSession;
  readonly pair: TokenPair;
  readonly cookies: readonly string[];
}

export interface SignedOut {
  /** The session that was ended; `null` without a live one. */
  readonly session: LiveSession | null;
  /** Set-Cookie values that clear the cookie. */
  readonly cookies: readonly string[];
}

export interface SignInParts extends SessionStartParts {
  readonly events: Events;
  readonly attempts: Attempts;
  readonly verifiers: readonly Verifier[];
  /** Hears of what failed beside a sign-in that went on. */
  readonly onError: (error: unknown) => void;
}

export function createSignIn(parts: SignInParts): SignIn {
  const { events, attempts, cookie, pairs, pairCookies, now } = parts;
  const prover = createProver(parts);
  const sessionStart = createSessionStart(parts);

  /** However it came about, whoever signed in from this browser did not guess. */
  function forgive(principal: Principal, client: SignInClient, account?: Account): MaybePromise<void> {
    if (account === undefined) return undefined;
    const browser = cookie.knownBrowser(client.cookieHeader, principal.subject);
    return browser === null ? undefined : attempts.succeeded({ account: principal.subject, browser });
  }

  function start(
    principal: Principal,
    client: SignInClient,
    account?: Account,
    grant?: StoredGrant | null,
  ): MaybePromise<readonly string[]> {
    return andThen(sessionStart.inCookies(principal, client, account, grant), (cookies) => {
      events.emit('login', { ...principal, clientAddress: client.clientAddress });
      return cookies;
    });
  }

  function startPair(principal: Principal, client: SignInClient, account?: Account): MaybePromise<StartedPair> {
    return andThen(sessionStart.asPair(principal, client, account), (started) => {
      events.emit('login', { ...principal, clientAddress: client.clientAddress });
      return started;
    });
  }

  function refresh(client: SignInClient, token?: string): MaybePromise<Renewed | null> {
    const presented = token === undefined ? (pairCookies?.read(client.cookieHeader) ?? null) : null;
    const inCookie = presented === null || presented === DOUBLED ? undefined : presented.refresh;
    const used = token ?? inCookie;
    if (pairs === null || used === undefined) return null;
    return andThen(pairs.renew(used, client.clientAddress), (renewal) => {
      if (renewal.kind === 'over') return null;
      const { session, pair } = renewal;
      return { session, pair, cookies: pairCookies?.set(client.cookieHeader, pair, now()) ?? [] };
    });
  }

  async function withPassword(attempt: LoginAttempt, client: SignInClient): Promise<SignInOutcome> {
    const proof = await prover.anywhere(attempt, client);
    if (proof.kind !== 'proved') return proof;
    const { principal, account } = proof;
    const cookies = await start(principal, client, account);
    return { kind: 'signed-in', principal, obligation: account?.obligation ?? null, cookies };
  }

  async function forTokens(attempt: LoginAttempt, client: SignInClient): Promise<TokenOutcome> {
    const proof = await prover.anywhere(attempt, client);
    if (proof.kind !== 'proved') return proof;
    const { principal, account } = proof;
    const { pair, cookies } = await startPair(principal, client, account);
    return { kind: 'signed-in', principal, obligation: account?.obligation ?? null, pair, cookies };
  }

  return {
    start: (principal, client, account, grant) =>
      andThen(forgive(principal, client, account), () => start(principal, client, account, grant)),
    renew: (principal, client, account) =>
      andThen(forgive(principal, client, account), () => sessionStart.inCookies(principal, client, account)),
    withPassword,
    forTokens,
    prove: prover.inCheck,
    refresh,
    async revoke(token, clientAddress) {
      const session = pairs === null ? null : await pairs.revoke(token);
      if (session !== null) events.emit('logout', { ...session.decision.principal, clientAddress });
      return session !== null;
    },
    ...createConfirmation({ attempts, limited: prover.limited }),
    check: prover.check,
    beside: prover.beside,
    end(client) {
      return andThen(sessionStart.endCurrent(client.cookieHeader), (session) => {
        if (session !== null) {
          events.emit('logout', { ...session.decision.principal, clientAddress: client.clientAddress });
        }
        const pair = pairCookies?.clear(client.cookieHeader) ?? [];
        return { session, cookies: [...cookie.clear(client.cookieHeader), ...pair] };
      });
    },
  };
}
