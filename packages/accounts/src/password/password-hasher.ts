/**
 * Hashes passwords with argon2id, and verifies those and the hashes that other systems left behind.
 * @see https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver
 */

import { availableParallelism } from 'node:os';
import { AuthError } from '@doorward/core';
import { DEFAULT_PARAMETERS, hashArgon2, isBearable, isUpToDate, type PasswordParameters } from './argon2.ts';
import { createHashingLane, type HashingLane, type HashingLoad } from './hashing-lane.ts';
import { passwordBytes } from './password-text.ts';
import { readStoredHash } from './stored-hash.ts';

/** What a stored hash says about a password. */
export interface PasswordVerdict {
  readonly matches: boolean;
  /** True when it matches and is not stored as {@link PasswordHasher.hash} would: store a new hash now. */
  readonly needsRehash: boolean;
}

export interface PasswordHasher {
  /**
   * The string to store: argon2id in PHC form, with a salt of its own. Does not ask whether the password is
   * a good one.
   * @throws AuthError `accounts/busy` at once when too many wait already; answer 503.
   */
  hash(password: string): Promise<string>;
  /**
   * Whether this is the password that was hashed. For `null` and a hash that cannot be used it takes as long
   * as for one of ours, and the answer is no. A hash of another system takes its own time.
   * @throws AuthError `accounts/busy` at once when too many wait already; answer 503.
   */
  verify(stored: string | null, password: string): Promise<PasswordVerdict>;
  /** @throws AuthError `accounts/busy` when the others would. */
  assertRoom(): void;
  /** How many are hashed, and how many wait, now. */
  load(): HashingLoad;
}

export interface PasswordHasherOptions {
  /** Hashes at once, each in a thread of its own; default 2, or 1 where that would take every core. */
  readonly concurrency?: number;
  /**
   * How many more may wait; default 500. With 25 ms for a hash the last one then waits 6 s, or 13 s where
   * they are hashed one by one. Who waits longer sends the form again, which only makes the line longer.
   */
  readonly maxWaiting?: number;
  /** The work of new hashes. Less than the default is for tests. */
  readonly parameters?: Partial<PasswordParameters>;
}

const MAX_WAITING = 500;
const MAX_CONCURRENCY = 2;

/** @throws AuthError `accounts/options-invalid`. */
export function createPasswordHasher(options: PasswordHasherOptions = {}): PasswordHasher {
  const parameters = { ...DEFAULT_PARAMETERS, ...options.parameters };
  if (!isBearable(parameters)) {
    throw new AuthError('accounts/options-invalid', 'parameters is out of bounds for argon2', { option: 'parameters' });
  }
  const lane = createLane(options);

  return {
    assertRoom: lane.assertRoom,
    load: lane.load,
    hash: (password) => lane.run(() => hashArgon2(passwordBytes(password), parameters)),
    async verify(stored, password) {
      const bytes = passwordBytes(password);
      const known = stored === null ? null : readStoredHash(stored);
      if (stored === null || known === null) {
        await lane.run(() => hashArgon2(bytes, parameters));
        return { matches: false, needsRehash: false };
      }
      const matches = await lane.run(() => known.matches(bytes));
      return { matches, needsRehash: matches && !isUpToDate(stored, parameters) };
    },
  };
}

function createLane(options: PasswordHasherOptions): HashingLane {
  const concurrency = options.concurrency ?? (availableParallelism() > MAX_CONCURRENCY ? MAX_CONCURRENCY : 1);
  const maxWaiting = options.maxWaiting ?? MAX_WAITING;
  assertAtLeast(1, 'concurrency', concurrency);
  assertAtLeast(0, 'maxWaiting', maxWaiting);
  return createHashingLane({ concurrency, maxWaiting });
}

function assertAtLeast(least: number, option: string, value: number): void {
  if (Number.isInteger(value) && value >= least) return;
  throw new AuthError('accounts/options-invalid', `${option} is to be a whole number from ${least} on`, { option });
}
