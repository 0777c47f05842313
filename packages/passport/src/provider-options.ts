/**
 * What the caller says of a strategy that sends the browser somewhere else, and what stands after the defaults.
 */

import type { MaybePromise, ProviderIdentity } from '@doorward/core';
import { type OpenIdConnect, openIdConnectOf } from './openid-connect.ts';
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
import type { PassportStrategy } from './strategy.ts';

export interface PassportProviderOptions<User> {
  /** In addresses, sessions and events: 1 to 32 lower-case letters, digits and `-`. */
  readonly id: string;
  /** For people, as in "Sign in with Acme". */
  readonly name: string;
  /** Image for the button: a path on this site (declare it public) or a `data:image/…` URL. Default none. */
  readonly icon?: string;
  /** One sentence below the button. Default none. */
  readonly description?: string;
  /** What `passport.use` takes. Each sign-in has an object of its own, made from it. */
  readonly strategy: PassportStrategy;
  /**
   * Who the strategy's user is here; `null`: nobody who may sign in. `info` is what the strategy says beside. Roles are
   * rights: take none from what people can write about themselves.
   */
  readonly identity: (user: User, info: unknown) => MaybePromise<ProviderIdentity | null>;
  /** What `passport.authenticate` was given for the strategy, such as `scope`. Default none. */
  readonly authenticateOptions?: Readonly<Record<string, unknown>>;
  /** For the strategy to begin, and to end, in milliseconds each. Default 10000, from 100 to 25000. */
  readonly timeoutMs?: number;
}

export interface ResolvedProviderOptions {
  readonly strategy: PassportStrategy;
  readonly identity: (user: unknown, info: unknown) => MaybePromise<ProviderIdentity | null>;
  readonly authenticateOptions: Readonly<Record<string, unknown>>;
  readonly timeoutMs: number;
  readonly openIdConnect: OpenIdConnect | null;
}

const NAMES: Readonly<Record<keyof PassportProviderOptions<unknown>, true>> = {
  id: true,
  name: true,
  icon: true,
  description: true,
  strategy: true,
  identity: true,
  authenticateOptions: true,
  timeoutMs: true,
};

/** Options of Passport's middleware, by what stands for them here. */
const DOORWARDS_OWN: Readonly<Record<string, string>> = {
  callbackURL: 'it is made from publicUrl',
  state: 'Doorward makes it',
  session: "the session is Doorward's",
  keepSessionInfo: "the session is Doorward's",
  successRedirect: 'people get to the page that they asked for',
  successReturnToOrRedirect: 'people get to the page that they asked for',
  failureRedirect: 'people get to the login page',
  failureMessage: 'the login page says what happened',
  failureFlash: 'the login page says what happened',
};

/** @throws AuthError `passport/options-invalid`. */
export function resolveProviderOptions<User>(given: PassportProviderOptions<User>): ResolvedProviderOptions {
  assertKnown(given, 'passport', Object.keys(NAMES));
  const { id, name, icon, description, strategy, identity, timeoutMs = TIMEOUT_MS.usual } = given;
  assertId(id);
  assertText(name, 'passport.name', 'give what people call the provider, as in "Sign in with Acme"');
  if (icon !== undefined) assertText(icon, 'passport.icon', 'give a path on this site, or leave it out');
  if (description !== undefined) assertText(description, 'passport.description', 'give a sentence, or leave it out');
  assertStrategy(strategy);
  assertMapping(identity);
  assertTimeout(timeoutMs);
  return {
    strategy,
    // The strategy alone knows what its users are: the caller says it by the type of the function.
    identity: identity as ResolvedProviderOptions['identity'],
    authenticateOptions: authenticateOptionsOf(given),
    timeoutMs,
    openIdConnect: openIdConnectOf(strategy),
  };
}

function authenticateOptionsOf({
  authenticateOptions = {},
}: Pick<PassportProviderOptions<unknown>, 'authenticateOptions'>): Readonly<Record<string, unknown>> {
  const option = 'passport.authenticateOptions';
  if (Object.prototype.toString.call(authenticateOptions) !== '[object Object]') {
    throw wrong(option, 'is not an object; give what the strategy takes, such as { scope: ["profile"] }');
  }
  const own = Object.keys(authenticateOptions).find((name) => Object.hasOwn(DOORWARDS_OWN, name));
  if (own !== undefined) throw wrong(`${option}.${own}`, `leave it out; ${DOORWARDS_OWN[own]}`);
  return Object.freeze({ ...authenticateOptions });
}
