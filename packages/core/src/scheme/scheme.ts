/**
 * The contracts of what authenticates: schemes for requests, verifiers for the login form.
 */

import type { Principal } from '../access/principal.ts';
import type { MaybePromise } from '../maybe-promise.ts';
import type { PresentedCredentials } from '../request/presented.ts';
import type { Continue } from '../response/decision.ts';
import type { Obligation } from '../session/session-record.ts';

/**
 * `none`: no credential of this scheme came. `authenticated`: it is good, nobody else is asked. `rejected`: it
 * came and is bad; the next scheme is asked, and the first rejection counts when none takes it, but for
 * `conflicting`, which counts at once. A store that cannot be reached is a fourth thing: throw; the next scheme is
 * asked, and unless it takes the credential the answer is 503.
 */
export type SchemeOutcome =
  | { readonly kind: 'none' }
  | Authenticated
  /** There were too many wrong ones. */
  | { readonly kind: 'limited'; readonly retryAfterSeconds: number }
  | {
      readonly kind: 'rejected';
      /**
       * `expired`, and `ended` before its time: it was good once, which only its holder can know; that is no guess, and
       * not counted as one. To the client `ended` is the same as `invalid`.
       */
      readonly reason: 'invalid' | 'expired' | 'ended' | 'conflicting';
      /** What was presented, for counting guesses; hashed at once, never kept. */
      readonly presented: string;
    };

export interface Authenticated {
  readonly kind: 'authenticated';
  readonly principal: Principal;
  /** True when a page navigation may turn this credential into a session. */
  readonly startsSession: boolean;
  /** What open connections that it let in hang on. Default nothing: they end with their client. */
  readonly standing?: Standing;
  /** What the holder has to do before anything else. Default nothing. */
  readonly obligation?: Obligation | null;
  /** The decision of the session that the credential is one of: the core's own schemes alone know one. */
  readonly decision?: Continue;
}

/** How long an explicit credential stands. Asked once a second while a connection that it let in is open. */
export interface Standing {
  /** False once it is revoked or over. */
  holds(): MaybePromise<boolean>;
}

/** Recognises one kind of explicit credential (RFC 9110 §11.1). */
export interface Scheme {
  readonly name: string;
  /** Where its credential may stand. Default: in `Authorization` and `?access_token=`. */
  readonly places?: CredentialPlaces;
  authenticate(credentials: PresentedCredentials, request: SchemeRequest): MaybePromise<SchemeOutcome>;
  /**
   * A credential that it has verified before and still stands by, without asking anybody; `null` when it has to
   * be verified. Asked first, before the limit on guesses: only for credentials that cannot be guessed. They are as they
   * came: Basic may not be decoded, nor the form of a Bearer be looked at. Answer the same object each time.
   */
  recall?(credentials: PresentedCredentials, request: SchemeRequest): Authenticated | null;
}

/** What a scheme may know of the request beside its credentials. */
export interface SchemeRequest {
  readonly clientAddress: string;
  /** As it arrived, without the query. */
  readonly path: string;
}

/** Where a credential may stand in a request. */
export interface CredentialPlaces {
  /** Forms of `Authorization`; `bare` is a value without an auth scheme. Default none. */
  readonly authorization?: readonly ('bearer' | 'basic' | 'bare')[];
  /** True for `?access_token=`. Default false. */
  readonly query?: boolean;
  /** Names of headers of its own, in lower case. Default none. */
  readonly headers?: readonly string[];
  /** Names of query parameters of its own, which no app sees. Default none. */
  readonly parameters?: readonly string[];
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
 * password is right, and somebody has yet to approve the account. One that cannot tell throws: the next one is asked,
 * and unless it knows the password the answer is 503.
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
  /**
   * Throws when it could verify nobody's password at this moment. Asked before a name is looked up or an attempt is
   * counted, so that a server with too much to do does not do that besides. Default it is ready.
   */
  assertReady?(): void;
  verify(attempt: LoginAttempt): MaybePromise<Verdict>;
}

export const REFUSED: Verdict = Object.freeze({ kind: 'refused' });

export const NO_CREDENTIAL: SchemeOutcome = Object.freeze({ kind: 'none' });
