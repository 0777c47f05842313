/**
 * Name and password of an account with every request.
 *
 * A password takes long to verify, so a right one is remembered, bound to the client's address, until the
 * account changes. It can be guessed, unlike a token: where guesses are limited nothing is recalled, or it
 * would tell the right guess from the wrong ones for as long as somebody else uses it from there.
 *
 * @see RFC 7617
 */

import { hasSameRights, type Principal } from '../access/principal.ts';
import { andThen } from '../maybe-promise.ts';
import type { Account } from '../prover.ts';
import { hashSecret, randomSecret } from '../secret/secret-value.ts';
import type { Subjects } from '../session/subjects.ts';
import type { SignIn } from '../sign-in.ts';
import type { ExpiringStore } from '../store/expiring-store.ts';
import type { Attempts } from './attempts.ts';
import {
  type Authenticated,
  NO_CREDENTIAL,
  type Scheme,
  type SchemeOutcome,
  type SchemeRequest,
  type Standing,
} from './scheme.ts';

export interface BasicParts {
  readonly signIn: Pick<SignIn, 'prove'>;
  readonly attempts: Attempts;
  readonly subjects: Subjects | null;
  /** Says whether changes by other processes are heard of. */
  readonly store: Pick<ExpiringStore, 'mayCache'>;
  readonly now: () => number;
}

interface Remembered {
  readonly clientAddress: string;
  readonly outcome: Authenticated;
  readonly until: number;
}

interface UnderWay {
  readonly outcome: Promise<SchemeOutcome>;
  readonly startedAt: number;
  /** Of the accounts, when it began. */
  readonly changes: number;
}

/** For how long a verification takes others in: what another process changes is known within that time. */
const SHARED_MS = 250;

const MAX_REMEMBERED = 1_000;
const REMEMBERED_MS = 5 * 60 * 1000;

export function createBasicScheme({ signIn, attempts, subjects, store, now }: BasicParts): Scheme {
  const remembered = new Map<string, Remembered>();
  const underWay = new Map<string, UnderWay>();
  let changes = 0;

  /**
   * By a secret of this process, so that a digest alone is of no use for guessing. The digest never leaves this
   * memory, and no other process needs it: that is why it need not be an HMAC, which costs ten times as much.
   */
  const secret = randomSecret();
  const keyOf = (name: string, password: string, { clientAddress }: SchemeRequest): string =>
    hashSecret(JSON.stringify([secret, clientAddress, name, password]));

  function remember(key: string, { clientAddress }: SchemeRequest, outcome: Authenticated): void {
    if (remembered.size >= MAX_REMEMBERED) remembered.clear();
    remembered.set(key, { clientAddress, outcome, until: now() + REMEMBERED_MS });
  }

  function forget(isMeant: (entry: Remembered) => boolean): void {
    for (const [key, entry] of remembered) if (isMeant(entry)) remembered.delete(key);
  }

  subjects?.onChange((subject) => {
    changes += 1;
    forget(({ outcome }) => subject === null || outcome.principal.subject === subject);
  });

  async function verify(name: string, password: string, request: SchemeRequest): Promise<SchemeOutcome> {
    const attempt = { name, password, isLocal: false };
    const client = { clientAddress: request.clientAddress, cookieHeader: undefined };
    const proof = await signIn.prove(attempt, client);
    if (proof.kind === 'limited') {
      forget(({ clientAddress }) => clientAddress === request.clientAddress);
      return proof;
    }
    if (proof.kind !== 'proved') return { kind: 'rejected', reason: 'invalid', presented: `${name}\n${password}` };
    const { principal, account } = proof;
    const standing = account === undefined ? null : standingOf(principal, account);
    const obligation = account?.obligation ?? null;
    const given = { kind: 'authenticated', principal, startsSession: false, obligation } as const;
    return Object.freeze(standing === null ? given : { ...given, standing });
  }

  /** What was opened by a password ends with what the account was at that time, as a session does. */
  function standingOf(principal: Principal, { version }: Account): Standing | null {
    if (subjects === null) return null;
    const { subject, method } = principal;
    const holds = (current: Principal | null): boolean => current !== null && hasSameRights(current, principal);
    return { holds: () => andThen(subjects.current(subject, version, method), holds) };
  }

  async function verified(name: string, password: string, request: SchemeRequest): Promise<SchemeOutcome> {
    const before = changes;
    const outcome = await verify(name, password, request);
    // What has changed meanwhile may be this account.
    if (outcome.kind === 'authenticated' && before === changes)
      remember(keyOf(name, password, request), request, outcome);
    return outcome;
  }

  /**
   * The same password in several requests at once is one attempt: each would count at the account until it is found
   * right, and together they would reach the limit.
   */
  function verifiedOnce(name: string, password: string, request: SchemeRequest): Promise<SchemeOutcome> {
    const key = keyOf(name, password, request);
    const other = underWay.get(key);
    // Before the work begins: were the clock to fail after that, nobody would wait for it and hear of its failure.
    const startedAt = now();
    if (other !== undefined && other.changes === changes && startedAt - other.startedAt < SHARED_MS)
      return other.outcome;
    const mine = { outcome: verified(name, password, request), startedAt, changes };
    underWay.set(key, mine);
    const done = (): void => {
      if (underWay.get(key) === mine) underWay.delete(key);
    };
    mine.outcome.then(done, done);
    return mine.outcome;
  }

  function known(name: string, password: string, request: SchemeRequest): Authenticated | null {
    if (remembered.size === 0 || !store.mayCache()) return null;
    const entry = remembered.get(keyOf(name, password, request));
    return entry === undefined || now() >= entry.until ? null : entry.outcome;
  }

  return {
    name: 'basic',
    places: { authorization: ['basic'] },
    authenticate({ basic }, request) {
      if (basic === undefined) return NO_CREDENTIAL;
      // One that waited for its turn may have become known meanwhile.
      return known(basic.name, basic.password, request) ?? verifiedOnce(basic.name, basic.password, request);
    },
    recall({ basic }, request) {
      if (basic === undefined || attempts.mayBeLimited(request.clientAddress)) return null;
      return known(basic.name, basic.password, request);
    },
  };
}
