/**
 * The contracts of what authenticates: schemes for requests, verifiers for the login form.
 */

import type { Principal } from '../access/principal.ts';
import type { MaybePromise } from '../maybe-promise.ts';
import type { PresentedCredentials } from '../request/authorization.ts';
import type { Obligation } from '../session/session-record.ts';

/**
 * `none`: no credential of this scheme came, try the next. `authenticated`: it is good. `rejected`:
 * it came and is bad, stop. A store that cannot be reached is a fourth thing: throw.
 */
export type SchemeOutcome =
  | { readonly kind: 'none' }
  | {
      readonly kind: 'authenticated';
      readonly principal: Principal;
      /** True when a page navigation may turn this credential into a session. */
      readonly startsSession: boolean;
    }
  | {
      readonly kind: 'rejected';
      readonly reason: 'invalid' | 'conflicting';
      /** What was presented, for counting guesses; hashed at once, never kept. */
      readonly presented: string;
    };

/** Recognises one kind of explicit credential (RFC 9110 §11.1). */
export interface Scheme {
  readonly name: string;
  authenticate(credentials: PresentedCredentials): MaybePromise<SchemeOutcome>;
}

export interface LoginAttempt {
  /** As typed; `''` where the form has no such field. */
  readonly name: string;
  readonly password: string;
  /** True when it comes from this machine itself: peer, Host, and no forwarding header. */
  readonly isLocal: boolean;
}

/**
 * What a verifier says. `refused`: not known here, or wrong; the next one is asked. `waiting`: the
 * password is right, and somebody has yet to approve the account.
 */
export type Verdict =
  | { readonly kind: 'refused' }
  | { readonly kind: 'waiting'; readonly principal: Principal }
  | {
      readonly kind: 'verified';
      readonly principal: Principal;
      /** Version of the account, for {@link Subjects.current}; without it the session stands for no account. */
      readonly version?: number;
      /** What the person has to do before anything else. */
      readonly obligation?: Obligation | null;
    };

/** Checks what a person typed (NIST SP 800-63B). */
export interface Verifier {
  readonly name: string;
  /**
   * The account that a name stands for, so that guesses at it are counted together however it is
   * spelled; `null` when there is none. Without this method guesses are counted by client address alone.
   */
  accountOf?(name: string): MaybePromise<string | null>;
  verify(attempt: LoginAttempt): MaybePromise<Verdict>;
}

export const REFUSED: Verdict = Object.freeze({ kind: 'refused' });

export const NO_CREDENTIAL: SchemeOutcome = Object.freeze({ kind: 'none' });
