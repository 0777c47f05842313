/**
 * What is known of secrets that were found good a moment ago, by the secret itself: bounded in number, size and time.
 *
 * It holds what clients present as it is, and nothing else does beyond a request. Only secrets that cannot be guessed
 * belong here, never passwords; nor does what was refused, which may be a secret of something else. And only what can
 * never change belongs to them, such as their hash: what has ended is asked for each time.
 */

export interface RecentSecrets<V> {
  /** Of one that was kept; `undefined` for any other. */
  recall(secret: string): V | undefined;
  keep(secret: string, value: V): void;
}

/** A longer one is not kept. */
const MAX_LENGTH = 2048;

/** Characters in each of two generations. */
const MAX_CHARACTERS = 1_000_000;

/** One that is not used is gone after a generation at least, and two at most. */
const GENERATION_MS = 60_000;

/** In two generations: what went unused through a whole one is gone with it, in a single step. */
export function createRecentSecrets<V>(): RecentSecrets<V> {
  let young = new Map<string, Kept<V>>();
  let old = new Map<string, Kept<V>>();
  let characters = 0;
  let timer: NodeJS.Timeout | undefined;

  function age(): void {
    old = young;
    young = new Map();
    characters = 0;
    clearTimeout(timer);
    timer = old.size === 0 ? undefined : setTimeout(age, GENERATION_MS).unref();
  }

  function add(kept: Kept<V>): void {
    if (characters + kept.secret.length > MAX_CHARACTERS) age();
    characters += kept.secret.length;
    young.set(kept.secret, kept);
    timer ??= setTimeout(age, GENERATION_MS).unref();
  }

  function recallOld(secret: string): V | undefined {
    const kept = old.get(secret);
    if (kept === undefined) return undefined;
    old.delete(secret);
    add(kept);
    return kept.value;
  }

  return {
    recall: (secret) => young.get(secret)?.value ?? recallOld(secret),
    keep(secret, value) {
      if (secret.length <= MAX_LENGTH && !young.has(secret)) add({ secret: ownText(secret), value });
    },
  };
}

interface Kept<V> {
  readonly secret: string;
  readonly value: V;
}

/** A copy: a part of a header keeps all of the header in memory. */
function ownText(text: string): string {
  return Buffer.from(text).toString();
}
