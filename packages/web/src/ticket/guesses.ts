/**
 * The limit on guesses, for the secrets that our pages take beside the login.
 */

import { type Core, type Problem, problems } from '@doorward/core';

export interface Guess {
  readonly clientAddress: string;
  /** What was sent, to count the same wrong one once. Hashed at once, never kept. */
  readonly presented: string;
  /** Tells a wrong secret from everything else that may be wrong. */
  isWrong(error: unknown): boolean;
}

export type Guessed<T> =
  | { readonly kind: 'right'; readonly value: T }
  | { readonly kind: 'limited'; readonly problem: Problem };

/** Runs what needs the secret; throws what that throws. */
export async function withinLimit<T>(core: Core, guess: Guess, work: () => Promise<T>): Promise<Guessed<T>> {
  let answer: { readonly value: T } | undefined;
  let failure: unknown;
  const outcome = await core.signIn.check(guess.clientAddress, async () => {
    try {
      answer = { value: await work() };
    } catch (error) {
      if (!guess.isWrong(error)) throw error;
      failure = error;
      return { kind: 'rejected', reason: 'invalid', presented: guess.presented };
    }
    return { kind: 'none' };
  });
  if (outcome.kind === 'limited') {
    const { retryAfterSeconds } = outcome;
    return { kind: 'limited', problem: { ...problems.tooManyAttempts, retryAfterSeconds } };
  }
  if (answer === undefined) throw failure;
  return { kind: 'right', value: answer.value };
}
