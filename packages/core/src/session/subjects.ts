/**
 * Where sessions learn what has become of the account behind them.
 */

import type { Principal } from '../access/principal.ts';
import type { MaybePromise } from '../maybe-promise.ts';

/** The accounts that sessions stand for. The contract; `@doorward/accounts` has one for users. */
export interface Subjects {
  /**
   * The principal of `subject` as it is stored now, for a session that `method` made; `null` when its
   * sessions of `version` are over.
   */
  current(subject: string, version: number, method: string): MaybePromise<Principal | null>;
  /** Tells of every subject that changed; `null` when it may be any. Answers how to stop. */
  onChange(listener: (subject: string | null) => void): () => void;
}
