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
import type { PresentedCredentials } from '../request/presented.ts';
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

type NameAndPassword = NonNullable<PresentedCredentials['basic']>;

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
   * By how it came, which is quicker than to decode it, and by a secret of this process, so that a digest alone is of no use for guessing. The digest never leaves this
   * memory, and no other process needs it: that is why it need not be an HMAC, which costs ten times as much.
   */
  const secret = randomSecret();
  const keyOf = (encoded: string, { clientAddress }: SchemeRequest): string =>
    hashSecret(`${secret}${clientAddress} ${encoded}`);

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

  async function verify({ name, password }: NameAndPassword, request: SchemeRequest): Promise<SchemeOutcome> {
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

  async function verified(key: string, given: NameAndPassword, request: SchemeRequest): Promise<SchemeOutcome> {
    const before = changes;
    const outcome = await verify(given, request);
    // What has changed meanwhile may be this account.
    if (outcome.kind === 'authenticated' && before === changes) remember(key, request, outcome);
    return outcome;
  }

  /**
   * The same password in several requests at once is one attempt: each would count at the account until it is found
   * right, and together they would reach the limit.
   */
  function verifiedOnce(key: string, given: NameAndPassword, request: SchemeRequest): Promise<SchemeOutcome> {
    const other = underWay.get(key);
    // Before the work begins: were the clock to fail after that, nobody would wait for it and hear of its failure.
    const startedAt = now();
    if (other !== undefined && other.changes === changes && startedAt - other.startedAt < SHARED_MS)
      return other.outcome;
    const mine = { outcome: verified(key, given, request), startedAt, changes };
    underWay.set(key, mine);
    const done = (): void => {
      if (underWay.get(key) === mine) underWay.delete(key);
    };
    mine.outcome.then(done, done);
    return mine.outcome;
  }

  function known(key: string): Authenticated | null {
    const entry = store.mayCache() ? remembered.get(key) : undefined;
    return entry === undefined || now() >= entry.until ? null : entry.outcome;
  }

  return {
    name: 'basic',
    places: { authorization: ['basic'] },
    authenticate({ basic, encodedBasic }, request) {
      if (basic === undefined || encodedBasic === undefined) return NO_CREDENTIAL;
      const key = keyOf(encodedBasic, request);
      // One that waited for its turn may have become known meanwhile.
      return known(key) ?? verifiedOnce(key, basic, request);
    },
    recall({ encodedBasic }, request) {
      if (encodedBasic === undefined || remembered.size === 0) return null;
      return attempts.mayBeLimited(request.clientAddress) ? null : known(keyOf(encodedBasic, request));
    },
  };
}
