/**
 * The contracts of what authenticates: schemes for requests, verifiers for the login form.
 */

import type { Principal } from '../access/principal.ts';
import type { MaybePromise } from '../maybe-promise.ts';
import type { PresentedCredentials } from '../request/authorization.ts';

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
}

/** Checks what a person typed (NIST SP 800-63B). `null` is "no". */
export interface Verifier {
  readonly name: string;
  verify(attempt: LoginAttempt): MaybePromise<Principal | null>;
}

export const NO_CREDENTIAL: SchemeOutcome = Object.freeze({ kind: 'none' });
