/**
 * The hashes of secrets that were found good a moment ago, bounded in number, size and time.
 *
 * It holds what clients present as it is, and nothing else does beyond a request. Only secrets that cannot be guessed
 * belong here, never passwords; nor does what was refused, which may be a secret of something else.
 */

export interface RecentHashes {
  /** The hash of one that was kept; `undefined` for any other. */
  recall(secret: string): string | undefined;
  keep(secret: string, hash: string): void;
}

/** A longer one is not kept. */
const MAX_LENGTH = 2048;

/** Characters in each of two generations. */
const MAX_CHARACTERS = 1_000_000;

/** One that is not used is gone after a generation at least, and two at most. */
const GENERATION_MS = 60_000;

/** In two generations: what went unused through a whole one is gone with it, in a single step. */
export function createRecentHashes(): RecentHashes {
  let young = new Map<string, Kept>();
  let old = new Map<string, Kept>();
  let characters = 0;
  let timer: NodeJS.Timeout | undefined;

  function age(): void {
    old = young;
    young = new Map();
    characters = 0;
    clearTimeout(timer);
    timer = old.size === 0 ? undefined : setTimeout(age, GENERATION_MS).unref();
  }

  function add(kept: Kept): void {
    if (characters + kept.secret.length > MAX_CHARACTERS) age();
    characters += kept.secret.length;
    young.set(kept.secret, kept);
    timer ??= setTimeout(age, GENERATION_MS).unref();
  }

  function recallOld(secret: string): string | undefined {
    const kept = old.get(secret);
    if (kept === undefined) return undefined;
    old.delete(secret);
    add(kept);
    return kept.hash;
  }

  return {
    recall: (secret) => young.get(secret)?.hash ?? recallOld(secret),
    keep(secret, hash) {
      if (secret.length <= MAX_LENGTH && !young.has(secret)) add({ secret: ownText(secret), hash });
    },
  };
}

interface Kept {
  readonly secret: string;
  readonly hash: string;
}

/** A copy: a part of a header keeps all of the header in memory. */
function ownText(text: string): string {
  return Buffer.from(text).toString();
}
