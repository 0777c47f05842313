/**
 * A strategy that checks a name and a password, as a directory for the login form.
 */

import type { Identity, MaybePromise, PasswordDirectory } from '@doorward/core';
import { attempt } from './attempt.ts';
import { failed } from './failure.ts';
import {
  assertId,
  assertKnown,
  assertMapping,
  assertStrategy,
  assertText,
  assertTimeout,
  TIMEOUT_MS,
  wrong,
} from './option-checks.ts';
import { nameOf, type PassportStrategy } from './strategy.ts';
import { formRequest } from './strategy-request.ts';

export interface PassportDirectoryOptions<User> {
  /** In sessions and events: 1 to 32 lower-case letters, digits and `-`. */
  readonly id: string;
  /** What `passport.use` takes. Each attempt has an object of its own, made from it. */
  readonly strategy: PassportStrategy;
  /**
   * Who the strategy's user is here; `null`: nobody who may sign in. `info` is what the strategy says beside. Roles are
   * rights: take none from what people can write about themselves.
   */
  readonly identity: (user: User, info: unknown) => MaybePromise<Identity | null>;
  /** The fields of the form in which the strategy looks. Default `username` and `password`. */
  readonly fields?: { readonly username?: string; readonly password?: string };
  /** For the strategy to answer, in milliseconds. Default 10000, from 100 to 25000. */
  readonly timeoutMs?: number;
}

const NAMES = ['id', 'strategy', 'identity', 'fields', 'timeoutMs'];

/**
 * A directory for the option `directories`. Limits on guesses, sessions and events are Doorward's.
 * @throws AuthError `passport/options-invalid`. Its `authenticate` throws `passport/strategy-failed`.
 */
export function createPassportDirectory<User>(options: PassportDirectoryOptions<User>): PasswordDirectory {
  assertKnown(options, 'passport', NAMES);
  const { id, strategy, identity, fields = {}, timeoutMs = TIMEOUT_MS.usual } = options;
  assertId(id);
  assertStrategy(strategy);
  assertMapping(identity);
  assertTimeout(timeoutMs);
  const { username, password } = fieldsOf(fields);
  return {
    id,
    async authenticate(given) {
      // A directory may take a name without a password for somebody who asks for nothing, and say yes (RFC 4513 §5.1.2).
      if (given.name === '' || given.password === '') return null;
      const request = formRequest([
        [username, given.name],
        [password, given.password],
      ]);
      const outcome = await attempt(strategy, { request, options: {}, timeoutMs });
      if (outcome.kind === 'success') return identity(outcome.user as User, outcome.info);
      if (outcome.kind === 'redirect') {
        throw failed(nameOf(strategy), 'it redirects; createPassportProvider is for strategies of that kind');
      }
      if (outcome.kind === 'fail' && outcome.status === 400) {
        throw failed(
          nameOf(strategy),
          `it finds nothing in ${username} and ${password}; give its names as passport.fields`,
        );
      }
      return null;
    },
  };
}

function fieldsOf(fields: NonNullable<PassportDirectoryOptions<unknown>['fields']>) {
  assertKnown(fields, 'passport.fields', ['username', 'password']);
  const { username = 'username', password = 'password' } = fields;
  for (const [name, value] of Object.entries({ username, password })) {
    const option = `passport.fields.${name}`;
    assertText(value, option, 'give the name of a field, as in the options of the strategy');
    if (/[[\]]/.test(value)) throw wrong(option, 'is a path; give the strategy, and this, a plain name');
  }
  if (username === password) throw wrong('passport.fields', 'are the same; give two');
  return { username, password };
}
