/**
 * The provider's keys as it answered them, kept for a while. A key that is not among them may be a new one: then
 * they are asked for once more, but not with every token that names a key of its own.
 * @see OpenID Connect Core §10.1.1
 */

import type { Answer } from './answer.ts';

export interface KeyAnswers {
  /** What is kept for the address; else asks. */
  get(url: string, ask: () => Promise<Answer>): Promise<Answer>;
  /** Sees to it that `get` gives others than those; false when it did so just now, and they are to do. */
  replace(used: Promise<Answer> | null): boolean;
}

const COUNT_MS = 5 * 60 * 1000;
/** Between two times of asking for a key that is not there. */
const PAUSE_MS = 30_000;

export function createKeyAnswers(now: () => number): KeyAnswers {
  let kept: { readonly url: string; readonly answer: Promise<Answer>; readonly at: number } | null = null;
  let replacedAt = Number.NEGATIVE_INFINITY;

  const isOlder = (time: number, ms: number): boolean => now() - time >= ms || now() < time;

  return {
    get(url, ask) {
      if (kept !== null && kept.url === url && !isOlder(kept.at, COUNT_MS)) return kept.answer;
      const made = { url, answer: ask(), at: now() };
      kept = made;
      const drop = (): void => {
        if (kept === made) kept = null;
      };
      made.answer.then(({ status }) => status === 200 || drop(), drop);
      return made.answer;
    },
    replace(used) {
      if (kept?.answer !== used) return true;
      if (!isOlder(replacedAt, PAUSE_MS)) return false;
      replacedAt = now();
      kept = null;
      return true;
    },
  };
}
