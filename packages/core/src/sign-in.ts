/**
 * Signing in and out: the one place where sessions begin and end, guesses are counted, and cookies are
 * written.
 */

import type { Principal } from './access/principal.ts';
import { type Confirmation, createConfirmation } from './confirmation.ts';
import type { Events } from './event/auth-event.ts';
import { andThen, type MaybePromise } from './maybe-promise.ts';
import type { PairCookies, PresentedPair } from './pair/pair-cookies.ts';
import type { Pairs, TokenPair } from './pair/pairs.ts';
import { type Account, createProver, type Proof, type SignInClient, type SignInRefusal } from './prover.ts';
import type { StoredGrant } from './provider/grant.ts';
import { DOUBLED } from './request/cookies.ts';
import type { Attempts } from './scheme/attempts.ts';
import type { LoginAttempt, SchemeOutcome, Verifier } from './scheme/scheme.ts';
import type { LiveSession } from './session/session.ts';
import type { SessionFacts, SessionManager } from './session/session-manager.ts';
import type { Obligation } from './session/session-record.ts';
import type { SessionCookie } from './session-cookie.ts';

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
  /** The client's session value: `undefined` when absent, doubled when two differ. */
  sessionCookie(cookieHeader: string | undefined): string | undefined | typeof DOUBLED;
  /** True when a cookie came that signs browsers in, whether it is good or not. */
  bringsCookie(cookieHeader: string | undefined): boolean;
  /** True when browsers are given a pair of cookies in place of one. */
  readonly hasPairCookies: boolean;
  /** The session of an access token that this process remembers. */
  recallAccess(token: string): LiveSession | null;
  /** True for an access token that was good until its time was up. */
  isExpired(token: string): boolean;
  /** The client's pair of cookies, where browsers are given one; `null` where not, or when neither came. */
  pairCookies(cookieHeader: string | undefined): PresentedPair | typeof DOUBLED | null;
  /** The session of a pair of cookies without using the refresh token up; `null` without a live one. */
  currentPair(presented: PresentedPair): MaybePromise<LiveSession | null>;
  /** Set-Cookie values that clear the pair. */
  clearPair(cookieHeader: string | undefined): readonly string[];
  /** The client's live session. */
  current(cookieHeader: string | undefined): MaybePromise<LiveSession | null>;
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

export interface SignInParts {
  readonly sessions: SessionManager;
  readonly events: Events;
  readonly attempts: Attempts;
  readonly verifiers: readonly Verifier[];
  readonly cookie: SessionCookie;
  /** `null`: no tokens are made. */
  readonly pairs: Pairs | null;
  /** Browsers get a pair of these in place of the session cookie; `null`: they do not. */
  readonly pairCookies: PairCookies | null;
  readonly now: () => number;
  /** Hears of what failed beside a sign-in that went on. */
  readonly onError: (error: unknown) => void;
}

export function createSignIn(parts: SignInParts): SignIn {
  const { sessions, events, attempts, cookie, pairs, pairCookies, now } = parts;
  const prover = createProver({ ...parts, current });

  function current(header: string | undefined): MaybePromise<LiveSession | null> {
    const secret = cookie.read(header);
    if (typeof secret === 'string') return sessions.find(secret);
    const presented = pairCookies?.read(header) ?? null;
    return presented === null || presented === DOUBLED ? null : currentPair(presented);
  }

  function currentPair({ access, refresh }: PresentedPair): MaybePromise<LiveSession | null> {
    if (pairs === null) return null;
    const found = access === undefined ? 'invalid' : pairs.access(access);
    return andThen(found, (outcome): MaybePromise<LiveSession | null> => {
      if (typeof outcome === 'object') return outcome;
      return refresh === undefined ? null : pairs.peek(refresh);
    });
  }

  function endCurrent(header: string | undefined): MaybePromise<LiveSession | null> {
    return andThen(current(header), (session) => session && andThen(sessions.endKey(session.key), () => session));
  }

  /** However it came about, whoever signed in from this browser did not guess. */
  function forgive(principal: Principal, client: SignInClient, account?: Account): MaybePromise<void> {
    if (account === undefined) return undefined;
    const browser = cookie.knownBrowser(client.cookieHeader, principal.subject);
    return browser === null ? undefined : attempts.succeeded({ account: principal.subject, browser });
  }

  function factsOf(client: SignInClient, account?: Account, grant: StoredGrant | null = null): SessionFacts {
    return {
      client: { address: client.clientAddress, userAgent: client.userAgent?.slice(0, MAX_AGENT_LENGTH) ?? null },
      version: account?.version ?? null,
      obligation: account?.obligation ?? null,
      grant,
    };
  }

  /** The Set-Cookie values of a new session. */
  function sessionCookies(
    principal: Principal,
    client: SignInClient,
    account: Account | undefined,
    grant: StoredGrant | null,
  ): MaybePromise<readonly string[]> {
    const facts = factsOf(client, account, grant);
    if (pairs !== null && pairCookies !== null) {
      return andThen(pairs.issue(principal, facts), ({ pair }) => pairCookies.set(client.cookieHeader, pair, now()));
    }
    return andThen(sessions.create(principal, facts), ({ secret }) =>
      cookie.set(client.cookieHeader, secret, sessions.absoluteSeconds),
    );
  }

  function makeSession(
    principal: Principal,
    client: SignInClient,
    account?: Account,
    grant: StoredGrant | null = null,
  ): MaybePromise<readonly string[]> {
    return andThen(endCurrent(client.cookieHeader), () =>
      andThen(sessionCookies(principal, client, account, grant), (cookies) => [
        ...cookies,
        ...browserCookies(principal, client, account),
      ]),
    );
  }

  /** By which the browser is known again; where there are no accounts, nobody asks. */
  function browserCookies(principal: Principal, client: SignInClient, account?: Account): readonly string[] {
    const known = account === undefined ? null : cookie.know(client.cookieHeader, principal.subject);
    return known === null ? [] : [known];
  }

  function start(
    principal: Principal,
    client: SignInClient,
    account?: Account,
    grant: StoredGrant | null = null,
  ): MaybePromise<readonly string[]> {
    return andThen(makeSession(principal, client, account, grant), (cookies) => {
      events.emit('login', { ...principal, clientAddress: client.clientAddress });
      return cookies;
    });
  }

  function startPair(
    principal: Principal,
    client: SignInClient,
    account?: Account,
  ): MaybePromise<{ readonly pair: TokenPair; readonly cookies: readonly string[] }> {
    if (pairs === null) throw new TypeError('no tokens are made here: the option tokens is off');
    const before = pairCookies === null ? null : endCurrent(client.cookieHeader);
    return andThen(before, () =>
      andThen(pairs.issue(principal, factsOf(client, account)), ({ pair }) => {
        events.emit('login', { ...principal, clientAddress: client.clientAddress });
        if (pairCookies === null) return { pair, cookies: [] };
        return {
          pair,
          cookies: [
            ...pairCookies.set(client.cookieHeader, pair, now()),
            ...browserCookies(principal, client, account),
          ],
        };
      }),
    );
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
    sessionCookie: cookie.read,
    current,
    start: (principal, client, account, grant) =>
      andThen(forgive(principal, client, account), () => start(principal, client, account, grant)),
    renew: (principal, client, account) =>
      andThen(forgive(principal, client, account), () => makeSession(principal, client, account)),
    withPassword,
    forTokens,
    prove: prover.inCheck,
    refresh,
    async revoke(token, clientAddress) {
      const session = pairs === null ? null : await pairs.revoke(token);
      if (session !== null) events.emit('logout', { ...session.decision.principal, clientAddress });
      return session !== null;
    },
    bringsCookie: (header) => cookie.read(header) !== undefined || (pairCookies?.read(header) ?? null) !== null,
    hasPairCookies: pairCookies !== null,
    recallAccess: (token) => pairs?.recall(token) ?? null,
    isExpired: (token) => pairs?.isExpired(token) === true,
    pairCookies: (header) => pairCookies?.read(header) ?? null,
    currentPair,
    clearPair: (header) => pairCookies?.clear(header) ?? [],
    ...createConfirmation({ attempts, limited: prover.limited }),
    check: prover.check,
    beside: prover.beside,
    end(client) {
      return andThen(endCurrent(client.cookieHeader), (session) => {
        if (session !== null) {
          events.emit('logout', { ...session.decision.principal, clientAddress: client.clientAddress });
        }
        const pair = pairCookies?.clear(client.cookieHeader) ?? [];
        return { session, cookies: [...cookie.clear(client.cookieHeader), ...pair] };
      });
    },
  };
}

const MAX_AGENT_LENGTH = 256;
