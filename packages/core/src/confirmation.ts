/**
 * Proving once more that one is who is signed in. Counted apart from the login: who took over a session guesses no more
 * often than a stranger, and shuts nobody out.
 */

import type { Limited, Prover } from './prover.ts';
import type { Attempts } from './scheme/attempts.ts';

export type ConfirmOutcome = 'right' | 'wrong' | Limited;

export interface Confirmation {
  /** Whether the password is right, within the limit on guesses at the account. */
  confirm(account: string, clientAddress: string, isRight: () => Promise<boolean>): Promise<ConfirmOutcome>;
  /** Forgets wrong guesses at an account: somebody has vouched for it. */
  unlock(account: string): Promise<void>;
}

/** Stands for every browser that is signed in already. */
const CONFIRMING = 'confirming';

export function createConfirmation({
  attempts,
  limited,
}: {
  readonly attempts: Attempts;
  readonly limited: Prover['limited'];
}): Confirmation {
  return {
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
