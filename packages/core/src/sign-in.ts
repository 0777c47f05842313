/**
 * Signing in and out: the one place where sessions begin and end, guesses are counted, and cookies are
 * written.
 */

import { canonicalName } from './access/identity.ts';
import type { Principal } from './access/principal.ts';
import type { Events } from './event/auth-event.ts';
import { andThen, type MaybePromise } from './maybe-promise.ts';
import type { DOUBLED } from './request/cookies.ts';
import type { Attempts, GuessedAccount } from './scheme/attempts.ts';
import { type LoginAttempt, REFUSED, type SchemeOutcome, type Verdict, type Verifier } from './scheme/scheme.ts';
import type { LiveSession } from './session/session.ts';
import type { SessionManager } from './session/session-manager.ts';
import type { Obligation } from './session/session-record.ts';
import type { SessionCookie } from './session-cookie.ts';

type Limited = { readonly kind: 'limited'; readonly retryAfterSeconds: number };

export type SignInOutcome =
  | {
      readonly kind: 'signed-in';
      readonly principal: Principal;
      readonly obligation: Obligation | null;
      /** Set-Cookie values. */
      readonly cookies: readonly string[];
    }
  | { readonly kind: 'refused' }
  /** The password is right, and the account waits for approval. */
  | { readonly kind: 'waiting' }
  | Limited;

export type ConfirmOutcome = 'right' | 'wrong' | Limited;

/** An explicit credential after the limit on guesses was applied. */
export type CheckedOutcome = SchemeOutcome | Limited;

/** The client of an attempt: its address, and what it sent. */
export interface SignInClient {
  readonly clientAddress: string;
  readonly cookieHeader: string | undefined;
  readonly userAgent?: string | undefined;
}

/** A principal whose session stands for an account. */
export interface Account {
  readonly version: number;
  readonly obligation: Obligation | null;
}

export interface SignIn {
  /** Checks what a person typed; a good answer makes a new session and ends the one before. */
  withPassword(attempt: LoginAttempt, client: SignInClient): Promise<SignInOutcome>;
  /** Runs a scheme's check within the limit on guesses. */
  check(clientAddress: string, authenticate: () => MaybePromise<SchemeOutcome>): MaybePromise<CheckedOutcome>;
  /** A new session in place of the client's old one; answers the Set-Cookie values. */
  start(principal: Principal, client: SignInClient, account?: Account): MaybePromise<readonly string[]>;
  /** The same without a `login` event: the client was signed in before, with other rights. */
  renew(principal: Principal, client: SignInClient, account: Account): MaybePromise<readonly string[]>;
  /** Ends the client's session on the server; answers the Set-Cookie values that clear the cookie. */
  end(client: SignInClient): MaybePromise<readonly string[]>;
  /** The client's session value: `undefined` when absent, doubled when two differ. */
  sessionCookie(cookieHeader: string | undefined): string | undefined | typeof DOUBLED;
  /** The client's live session. */
  current(cookieHeader: string | undefined): MaybePromise<LiveSession | null>;
  /**
   * Lets somebody who is signed in prove once more that the account is his. Counted apart from the login:
   * who took over a session guesses no more often than a stranger, and shuts nobody out.
   */
  confirm(account: string, clientAddress: string, isRight: () => Promise<boolean>): Promise<ConfirmOutcome>;
  /** Forgets wrong guesses at an account: somebody has vouched for it. */
  unlock(account: string): Promise<void>;
}

export interface SignInParts {
  readonly sessions: SessionManager;
  readonly events: Events;
  readonly attempts: Attempts;
  readonly verifiers: readonly Verifier[];
  readonly cookie: SessionCookie;
}

export function createSignIn({ sessions, events, attempts, verifiers, cookie }: SignInParts): SignIn {
  function current(header: string | undefined): MaybePromise<LiveSession | null> {
    const secret = cookie.read(header);
    return typeof secret === 'string' ? sessions.find(secret) : null;
  }

  function endCurrent(header: string | undefined): MaybePromise<LiveSession | null> {
    const secret = cookie.read(header);
    return typeof secret === 'string' ? sessions.end(secret) : null;
  }

  /** However it came about, whoever signed in from this browser did not guess. */
  function forgive(principal: Principal, client: SignInClient, account?: Account): MaybePromise<void> {
    if (account === undefined) return undefined;
    const browser = cookie.knownBrowser(client.cookieHeader, principal.subject);
    return browser === null ? undefined : attempts.succeeded({ account: principal.subject, browser });
  }

  function makeSession(principal: Principal, client: SignInClient, account?: Account): MaybePromise<readonly string[]> {
    const facts = {
      client: { address: client.clientAddress, userAgent: client.userAgent?.slice(0, MAX_AGENT_LENGTH) ?? null },
      version: account?.version ?? null,
      obligation: account?.obligation ?? null,
    };
    return andThen(endCurrent(client.cookieHeader), () =>
      andThen(sessions.create(principal, facts), ({ secret }) => {
        const known = account === undefined ? null : cookie.know(client.cookieHeader, principal.subject);
        const session = cookie.set(client.cookieHeader, secret, sessions.absoluteSeconds);
        return known === null ? session : [...session, known];
      }),
    );
  }

  function start(principal: Principal, client: SignInClient, account?: Account): MaybePromise<readonly string[]> {
    return andThen(makeSession(principal, client, account), (cookies) => {
      events.emit('login', { ...principal, clientAddress: client.clientAddress });
      return cookies;
    });
  }

  function refuse(
    clientAddress: string,
    presented: string,
    facts: { readonly method: string | null; readonly reason?: string; readonly target?: string | null },
  ): MaybePromise<void> {
    events.emit('login-failure', { reason: 'core/invalid-credential', ...facts, clientAddress });
    return attempts.fail(clientAddress, presented);
  }

  function limited(clientAddress: string, retryAfterSeconds: number, target: string | null = null): Limited {
    events.emit('throttled', { clientAddress, target, reason: 'core/too-many-attempts' });
    return { kind: 'limited', retryAfterSeconds };
  }

  /** The account that is guessed at; `null` when no verifier knows accounts. */
  async function guessedAccount(name: string, client: SignInClient): Promise<GuessedAccount | null> {
    let hasAccounts = false;
    for (const verifier of verifiers) {
      const account = await verifier.accountOf?.(name);
      if (typeof account === 'string') return { account, browser: await browserOf(account, client) };
      hasAccounts ||= account === null;
    }
    if (!hasAccounts) return null;
    const account = `name:${canonicalName(name)}`;
    // The same work as for an account, which may ask the store: time must not tell whether there is one.
    await browserOf(account, client);
    return { account, browser: null };
  }

  /** A browser with a live session of the account is known as well as one that was used before. */
  async function browserOf(account: string, { cookieHeader }: SignInClient): Promise<string | null> {
    const known = cookie.knownBrowser(cookieHeader, account);
    if (known !== null) return known;
    const session = await current(cookieHeader);
    return session?.decision.principal?.subject === account ? session.info.id : null;
  }

  async function verify(attempt: LoginAttempt): Promise<Verdict> {
    for (const verifier of verifiers) {
      const verdict = await verifier.verify(attempt);
      if (verdict.kind !== 'refused') return verdict;
    }
    return REFUSED;
  }

  async function settle(
    attempt: LoginAttempt,
    client: SignInClient,
    account: GuessedAccount | null,
  ): Promise<SignInOutcome> {
    const verdict = await verify(attempt);
    const method = verifiers.length === 1 ? (verifiers[0]?.name ?? null) : null;
    const presented = `${attempt.name}\n${attempt.password}`;
    if (verdict.kind === 'refused') {
      const target = account?.account.startsWith('name:') === false ? account.account : null;
      await refuse(client.clientAddress, presented, { method, target });
      return { kind: 'refused' };
    }
    if (account !== null) await attempts.succeeded(account);
    const { principal } = verdict;
    if (verdict.kind === 'waiting') {
      events.emit('login-failure', { ...principal, clientAddress: client.clientAddress, reason: 'accounts/waiting' });
      return { kind: 'waiting' };
    }
    const { version, obligation = null } = verdict;
    const cookies = await start(principal, client, version === undefined ? undefined : { version, obligation });
    return { kind: 'signed-in', principal, obligation, cookies };
  }

  async function withPassword(attempt: LoginAttempt, client: SignInClient): Promise<SignInOutcome> {
    const { clientAddress } = client;
    const account = await guessedAccount(attempt.name, client);
    const go = (): Promise<SignInOutcome> => settle(attempt, client, account);
    const atAccount = async (): Promise<SignInOutcome> => {
      if (account === null) return go();
      const outcome = await attempts.at(account, go);
      return 'waitSeconds' in outcome ? limited(clientAddress, outcome.waitSeconds, account.account) : outcome;
    };
    if (account !== null && account.browser !== null) return atAccount();
    return attempts.inTurn(clientAddress, async () => {
      const wait = await attempts.limit(clientAddress);
      return wait === null ? atAccount() : limited(clientAddress, wait);
    });
  }

  return {
    sessionCookie: cookie.read,
    current,
    start: (principal, client, account) =>
      andThen(forgive(principal, client, account), () => start(principal, client, account)),
    renew: (principal, client, account) =>
      andThen(forgive(principal, client, account), () => makeSession(principal, client, account)),
    withPassword,
    check: (clientAddress, authenticate) =>
      attempts.inTurn(clientAddress, () =>
        andThen(attempts.limit(clientAddress), (wait) => {
          if (wait !== null) return limited(clientAddress, wait);
          return andThen(authenticate(), (outcome): MaybePromise<CheckedOutcome> => {
            if (outcome.kind !== 'rejected' || outcome.reason !== 'invalid') return outcome;
            return andThen(refuse(clientAddress, outcome.presented, { method: null }), () => outcome);
          });
        }),
      ),
    end(client) {
      return andThen(endCurrent(client.cookieHeader), (session) => {
        if (session !== null) {
          events.emit('logout', { ...session.decision.principal, clientAddress: client.clientAddress });
        }
        return cookie.clear(client.cookieHeader);
      });
    },
    async confirm(account, clientAddress, isRight) {
      const guessed = { account, browser: CONFIRMING };
      const outcome = await attempts.at(guessed, isRight);
      if (typeof outcome === 'object') return limited(clientAddress, outcome.waitSeconds, account);
      if (outcome) await attempts.succeeded(guessed);
      return outcome ? 'right' : 'wrong';
    },
    async unlock(account) {
      for (const browser of [null, CONFIRMING]) await attempts.succeeded({ account, browser });
    },
  };
}

const MAX_AGENT_LENGTH = 256;

/** Stands for every browser that is signed in already. */
const CONFIRMING = 'confirming';
