/**
 * Finds out whether a name and password, or another credential, is right: the one place where guesses are
 * counted. Makes no session.
 */

import { canonicalName } from './access/identity.ts';
import type { Principal } from './access/principal.ts';
import type { ClientSessions } from './client-sessions.ts';
import type { Events } from './event/auth-event.ts';
import { andThen, type MaybePromise } from './maybe-promise.ts';
import type { Attempts, GuessedAccount } from './scheme/attempts.ts';
import { type LoginAttempt, REFUSED, type SchemeOutcome, type Verdict, type Verifier } from './scheme/scheme.ts';
import type { Obligation } from './session/session-record.ts';
import type { SessionCookie } from './session-cookie.ts';

export type Limited = { readonly kind: 'limited'; readonly retryAfterSeconds: number };

/** Why nobody was signed in. */
export type SignInRefusal =
  | { readonly kind: 'refused' }
  /** The password is right, and the account waits for approval. */
  | { readonly kind: 'waiting' }
  | Limited;

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

/** A password that was found right; nothing has come of it yet. */
export interface Proof {
  readonly kind: 'proved';
  readonly principal: Principal;
  /** `undefined` when no account stands behind it. */
  readonly account: Account | undefined;
}

export interface Prover {
  /** Within the limits of account and address, with a wrong one counted. */
  anywhere(attempt: LoginAttempt, client: SignInClient): Promise<Proof | SignInRefusal>;
  /** Within the limit of the account alone: inside a {@link Prover.check}, which counts for the address. */
  inCheck(attempt: LoginAttempt, client: SignInClient): Promise<Proof | SignInRefusal>;
  /** Runs a scheme's check within the limit on guesses of an address. */
  check(clientAddress: string, authenticate: () => MaybePromise<SchemeOutcome>): MaybePromise<SchemeOutcome>;
  /** The limit on guesses at some sources while another one is away. */
  readonly beside: Attempts['beside'];
  /** Tells of an attempt that was not even looked at. */
  limited(clientAddress: string, retryAfterSeconds: number, target?: string | null): Limited;
}

export interface ProverParts {
  readonly events: Events;
  readonly attempts: Attempts;
  readonly verifiers: readonly Verifier[];
  readonly cookie: SessionCookie;
  /** Hears of a verifier that failed, while another one knew the password. */
  readonly onError: (error: unknown) => void;
  readonly clientSessions: Pick<ClientSessions, 'current'>;
}

export function createProver({ events, attempts, verifiers, cookie, onError, clientSessions }: ProverParts): Prover {
  function tellOfFailure(clientAddress: string, facts: FailureFacts): void {
    events.emit('login-failure', { reason: 'core/invalid-credential', ...facts, clientAddress });
  }

  function refuse(clientAddress: string, presented: string, facts: FailureFacts): MaybePromise<void> {
    tellOfFailure(clientAddress, facts);
    return attempts.fail(clientAddress, presented);
  }

  function limited(clientAddress: string, retryAfterSeconds: number, target: string | null = null): Limited {
    events.emit('throttled', { clientAddress, target, reason: 'core/too-many-attempts' });
    return { kind: 'limited', retryAfterSeconds };
  }

  /** The account that is guessed at; `null` when no verifier knows accounts. */
  async function guessedAccount(name: string, client: SignInClient): Promise<KnownAccount | null> {
    let hasAccounts = false;
    for (const verifier of verifiers) {
      const account = await accountAt(verifier, name);
      if (typeof account === 'string') return { account, browser: await browserOf(account, client), of: verifier };
      hasAccounts ||= account === null;
    }
    if (!hasAccounts) return null;
    const account = `name:${canonicalName(name)}`;
    // The same work as for an account, which may ask the store: time must not tell whether there is one.
    await browserOf(account, client);
    return { account, browser: null, of: null };
  }

  /** One that cannot tell is no reason to let guesses go uncounted: they count for the name. */
  async function accountAt(verifier: Verifier, name: string): Promise<string | null | undefined> {
    try {
      return await verifier.accountOf?.(name);
    } catch (error) {
      onError(error);
      return null;
    }
  }

  /** A browser with a live session of the account is known as well as one that was used before. */
  async function browserOf(account: string, { cookieHeader }: SignInClient): Promise<string | null> {
    const known = cookie.knownBrowser(cookieHeader, account);
    if (known !== null) return known;
    const session = await clientSessions.current(cookieHeader);
    return session?.decision.principal?.subject === account ? session.info.id : null;
  }

  /**
   * One that fails does not keep the next one from being asked, as long as the address has not guessed too often that
   * way; when nobody knows the password, it might have.
   */
  async function verify(attempt: LoginAttempt, { clientAddress }: SignInClient): Promise<Verified> {
    const failures: unknown[] = [];
    let isRefused = false;
    for (const verifier of verifiers) {
      if (failures.length > 0 && (await attempts.beside.limit(clientAddress)) !== null) break;
      try {
        const verdict = await verifier.verify(attempt);
        if (verdict.kind !== 'refused') {
          failures.forEach(onError);
          return { verdict, by: verifier };
        }
        isRefused = true;
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length === 0) return { verdict: REFUSED, by: null };
    if (isRefused) await attempts.beside.fail(clientAddress, presentedBy(attempt));
    throw failures[0];
  }

  async function settle(
    attempt: LoginAttempt,
    client: SignInClient,
    account: KnownAccount | null,
  ): Promise<{ readonly outcome: Proof | SignInRefusal; readonly isGuess: boolean }> {
    const { verdict, by } = await verify(attempt, client);
    if (verdict.kind === 'refused') return { outcome: verdict, isGuess: true };
    const { principal } = verdict;
    // Somebody else may be called so in another source: his password must not buy him more guesses at this one.
    const isItsOwn =
      account === null || account.of === null || account.of === by || account.account === principal.subject;
    if (account !== null && isItsOwn) await attempts.succeeded(account);
    const settled = { isGuess: isItsOwn };
    if (verdict.kind === 'waiting') {
      events.emit('login-failure', { ...principal, clientAddress: client.clientAddress, reason: 'accounts/waiting' });
      return { ...settled, outcome: { kind: 'waiting' } };
    }
    const { version, obligation = null } = verdict;
    const known = version === undefined ? undefined : { version, obligation };
    return { ...settled, outcome: { kind: 'proved', principal, account: known } };
  }

  /** An attempt that nobody could verify is not even looked at. One of several verifiers is enough. */
  function assertSomebodyReady(): void {
    let failure: unknown;
    for (const verifier of verifiers) {
      try {
        verifier.assertReady?.();
        return;
      } catch (error) {
        failure ??= error;
      }
    }
    if (failure !== undefined) throw failure;
  }

  /** Within the limit on guesses at the account. */
  async function proveAt(
    attempt: LoginAttempt,
    client: SignInClient,
    account: KnownAccount | null,
  ): Promise<Proof | SignInRefusal> {
    if (account === null) return (await settle(attempt, client, account)).outcome;
    const settled = await attempts.at(
      account,
      () => settle(attempt, client, account),
      ({ isGuess }) => isGuess,
    );
    return 'waitSeconds' in settled
      ? limited(client.clientAddress, settled.waitSeconds, account.account)
      : settled.outcome;
  }

  /** The same, within the limit of the address too, with a wrong one counted. */
  async function anywhere(attempt: LoginAttempt, client: SignInClient): Promise<Proof | SignInRefusal> {
    assertSomebodyReady();
    const { clientAddress } = client;
    const account = await guessedAccount(attempt.name, client);
    const go = async (): Promise<Proof | SignInRefusal> => {
      const outcome = await proveAt(attempt, client, account);
      if (outcome.kind !== 'refused') return outcome;
      const method = verifiers.length === 1 ? (verifiers[0]?.name ?? null) : null;
      const target = account?.account.startsWith('name:') === false ? account.account : null;
      await refuse(clientAddress, presentedBy(attempt), { method, target });
      return outcome;
    };
    if (account !== null && account.browser !== null) return go();
    return attempts.inTurn(clientAddress, async () => {
      const wait = await attempts.limit(clientAddress);
      return wait === null ? go() : limited(clientAddress, wait);
    });
  }

  return {
    anywhere,
    async inCheck(attempt, client) {
      assertSomebodyReady();
      return proveAt(attempt, client, await guessedAccount(attempt.name, client));
    },
    limited,
    beside: attempts.beside,
    check: (clientAddress, authenticate) =>
      attempts.inTurn(clientAddress, () =>
        andThen(attempts.limit(clientAddress), (wait) => {
          if (wait !== null) return limited(clientAddress, wait);
          return andThen(authenticate(), (outcome): MaybePromise<SchemeOutcome> => {
            if (outcome.kind !== 'rejected') return outcome;
            if (outcome.reason === 'ended') tellOfFailure(clientAddress, { method: null });
            if (outcome.reason !== 'invalid') return outcome;
            return andThen(refuse(clientAddress, outcome.presented, { method: null }), () => outcome);
          });
        }),
      ),
  };
}

interface FailureFacts {
  readonly method: string | null;
  readonly reason?: string;
  readonly target?: string | null;
}

interface KnownAccount extends GuessedAccount {
  /** Which one knows it by that name; `null`: none does. */
  readonly of: Verifier | null;
}

interface Verified {
  readonly verdict: Verdict;
  /** Who said so; `null` where all refused. */
  readonly by: Verifier | null;
}

const presentedBy = ({ name, password }: LoginAttempt): string => `${name}\n${password}`;
