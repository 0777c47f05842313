/**
 * Which passwords may be set: long enough, and none that is guessed first. No rule asks for kinds of
 * characters, and none makes a password expire.
 * @see https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver
 */

import { AuthError } from '@doorward/core';
import { commonPasswords } from '../common-passwords.ts';
import { isMadeOfRuns } from './key-runs.ts';
import { compact, coresOf, fold, isShortRepeated } from './password-cores.ts';
import { codePointsOf } from './password-text.ts';
import { isPersonal, personalWords } from './personal-words.ts';

export type PasswordFaultCode =
  | 'accounts/password-too-short'
  | 'accounts/password-too-long'
  | 'accounts/password-common'
  | 'accounts/password-personal';

/** Why a password may not be set. */
export interface PasswordFault {
  readonly code: PasswordFaultCode;
  /** Tells a person what to do. Never holds the password. */
  readonly detail: string;
}

export interface PasswordPolicyOptions {
  /** Least characters, in Unicode code points after NFC; default 15, no less than 8. */
  readonly minLength?: number;
  /** Most characters; default 1024, no less than 64. */
  readonly maxLength?: number;
  /**
   * Passwords that nobody may have besides the common ones, such as the name of the service. Letter case
   * does not count, nor does what is added around them.
   */
  readonly blocked?: readonly string[];
}

export interface PasswordPolicy {
  /** Least characters, to say so before somebody tries. */
  readonly minLength: number;
  /**
   * What is wrong with a new password, or `null`.
   * @param about What is known about its owner: user name, names, e-mail addresses.
   */
  check(password: string, about: readonly string[]): PasswordFault | null;
}

const ADVICE = 'Take something else, such as a few words that do not belong together.';
const DETAILS = {
  simple: `Characters in a row or repeated are guessed first. ${ADVICE}`,
  common: `This password is well known, or well known with something added. ${ADVICE}`,
  blocked: `This password is on the list of those that nobody may have here. ${ADVICE}`,
};
const PERSONAL: PasswordFault = {
  code: 'accounts/password-personal',
  detail: `This password is made of your own name or address. ${ADVICE}`,
};

/** @throws AuthError `accounts/options-invalid`. */
export function createPasswordPolicy(options: PasswordPolicyOptions = {}): PasswordPolicy {
  const { minLength = 15, maxLength = 1024, blocked = [] } = options;
  assertBetween(8, 64, 'minLength', minLength);
  assertBetween(64, 4096, 'maxLength', maxLength);
  const blockedHere = new Set(blocked.flatMap((each) => [fold(each), compact(fold(each))]));

  return {
    minLength,
    check(password, about) {
      const { length } = codePointsOf(password);
      if (length < minLength) return tooShort(minLength);
      if (length > maxLength) return tooLong(maxLength);
      const folded = fold(password);
      const cores = coresOf(folded);
      if (cores.some((core) => blockedHere.has(core))) return common('blocked');
      if (isPersonal(cores, personalWords(about))) return PERSONAL;
      if (isMadeOfRuns(folded) || isShortRepeated(folded)) return common('simple');
      const known = commonPasswords();
      return cores.some((core) => known.has(core)) ? common('common') : null;
    },
  };
}

const tooShort = (least: number): PasswordFault => ({
  code: 'accounts/password-too-short',
  detail: `Use at least ${least} characters. A few words that do not belong together are easy to remember.`,
});

const tooLong = (most: number): PasswordFault => ({
  code: 'accounts/password-too-long',
  detail: `Use at most ${most} characters.`,
});

const common = (reason: keyof typeof DETAILS): PasswordFault => ({
  code: 'accounts/password-common',
  detail: DETAILS[reason],
});

function assertBetween(least: number, most: number, option: string, value: number): void {
  if (Number.isInteger(value) && value >= least && value <= most) return;
  throw new AuthError('accounts/options-invalid', `${option} is to be a whole number from ${least} to ${most}`, {
    option,
  });
}
