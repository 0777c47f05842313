/**
 * Runs a strategy once, as Passport does: an object made from it, with what it may call.
 *
 * @see https://github.com/jaredhanson/passport/blob/v0.7.0/lib/middleware/authenticate.js
 */

import { failed, failureOf } from './failure.ts';
import { withClient } from './oauth-client.ts';
import { nameOf, type PassportStrategy, type StrategyOutcome } from './strategy.ts';
import type { StrategyRequest } from './strategy-request.ts';

export interface AttemptOptions {
  readonly request: StrategyRequest;
  /** For the strategy, which may write to it. */
  readonly options: object;
  /** How long it may take, in milliseconds. */
  readonly timeoutMs: number;
  /** Properties in place of the strategy's, for this attempt alone. Default none. */
  readonly properties?: PropertyDescriptorMap;
}

/**
 * The first thing that the strategy says; later ones count nothing.
 * @throws AuthError `passport/strategy-failed`, or `passport/answer-refused`.
 */
export async function attempt(
  strategy: PassportStrategy,
  { request, options, timeoutMs, properties = {} }: AttemptOptions,
): Promise<StrategyOutcome> {
  let timer: NodeJS.Timeout | undefined;
  try {
    return await new Promise<StrategyOutcome>((resolve, reject) => {
      const late = `it said nothing within ${timeoutMs} milliseconds`;
      timer = setTimeout(() => reject(failed(nameOf(strategy), late)), timeoutMs);
      const error = (cause: unknown): void => reject(failureOf(nameOf(strategy), cause));
      const own = { ...properties, ...valuesOf(actions(resolve, error)) };
      const made: PassportStrategy = Object.create(strategy, withClient(strategy, own, error));
      run(made, request, options).catch(error);
    });
  } finally {
    clearTimeout(timer);
  }
}

/** What it throws, at once or by a promise, is an error like one that it calls `error` with. */
async function run(strategy: PassportStrategy, request: StrategyRequest, options: object): Promise<void> {
  await strategy.authenticate(request, options);
}

function actions(say: (outcome: StrategyOutcome) => void, error: (cause: unknown) => void): object {
  const fail = (challenge?: unknown, status?: unknown): void => {
    if (typeof challenge === 'number') fail(undefined, challenge);
    // Strategies that are told to take errors for failures: a service that is away is no wrong password.
    else if (challenge instanceof Error || (typeof status === 'number' && status >= 500)) error(challenge);
    else say({ kind: 'fail', challenge, status: typeof status === 'number' ? status : null });
  };
  return {
    success: (user?: unknown, info?: unknown): void => {
      if (user) say({ kind: 'success', user, info });
      else fail(info);
    },
    fail,
    redirect: (url?: unknown): void => say({ kind: 'redirect', url }),
    pass: (): void => say({ kind: 'pass' }),
    error,
  };
}

/** As descriptors: an assignment would fail where the strategy is frozen. */
function valuesOf(object: object): PropertyDescriptorMap {
  const entries = Object.entries(object).map(([name, value]) => [name, { value, writable: true, configurable: true }]);
  return Object.fromEntries(entries);
}
