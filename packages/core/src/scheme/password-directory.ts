/**
 * The contract of a directory: somewhere else where names and passwords are known, such as LDAP. People type both into
 * the login form here. Doorward counts guesses and keeps sessions; a directory knows its protocol.
 */

import { canonicalName } from '../access/identity.ts';
import { assertIdentity, type Identity } from '../access/outside-identity.ts';
import { andThen, type MaybePromise } from '../maybe-promise.ts';
import { REFUSED, type Verdict, type Verifier } from './scheme.ts';

export interface PasswordDirectory {
  /** Names it in sessions and events: 1 to 32 lower-case letters, digits and `-`. */
  readonly id: string;
  /**
   * Who it is; `null` for an unknown name as for a wrong password, in the same time. Neither is ever empty. Guesses are
   * counted by the name: one that finds the same person by many spellings gives as many times the guesses. Throws when
   * it cannot tell: the next source is asked, and unless that one knows the password the answer is 503, with no guess counted.
   */
  authenticate(attempt: { readonly name: string; readonly password: string }): MaybePromise<Identity | null>;
  /** Closes its connections. */
  close?(): MaybePromise<void>;
}

/** Says whom an identity acts as here. */
export type Admit = (identity: Identity) => MaybePromise<Verdict>;

export function directoryVerifier(directory: Pick<PasswordDirectory, 'authenticate' | 'id'>, admit: Admit): Verifier {
  return {
    name: directory.id,
    accountOf: (name) => (name === '' ? null : `${directory.id} name:${canonicalName(name)}`),
    verify({ name, password }) {
      // A bind with an empty password is an anonymous one, and succeeds (RFC 4513 §5.1.2).
      if (name === '' || password === '' || PASSED_OVER.test(canonicalName(name))) return REFUSED;
      return andThen(directory.authenticate({ name, password }), (identity): MaybePromise<Verdict> => {
        if (identity === null) return REFUSED;
        assertIdentity(identity);
        return admit(identity);
      });
    },
  };
}

/** Directories see nothing in these (RFC 4518 §2.2), so the same name could be guessed at under as many counters. */
const PASSED_OVER = /[\p{Cc}\p{Cf}\ufffc]/u;
