/**
 * A strategy that sends the browser somewhere else, as a provider. State, session and return path are Doorward's.
 *
 * @see RFC 6749 §10.12 (state), RFC 9700 §4.7
 */

import type { Provider, ProviderCallback, ProviderOutcome } from '@doorward/core';
import { attempt } from './attempt.ts';
import { refused, wordOf } from './failure.ts';
import { readKept, writeKept } from './kept.ts';
import {
  type PassportProviderOptions,
  type ResolvedProviderOptions,
  resolveProviderOptions,
} from './provider-options.ts';
import { redirectOf, refusedRedirect } from './redirect.ts';
import { nameOf, type StrategyOutcome } from './strategy.ts';
import { browserRequest, withoutPrototype } from './strategy-request.ts';

/**
 * A provider for the option `providers`. It needs no `passport.initialize`, and no session of the app.
 * @throws AuthError `passport/options-invalid`. Its `begin` and `finish` throw `passport/strategy-failed`,
 *   `passport/redirect-refused` and `passport/answer-refused`.
 */
export function createPassportProvider<User>(options: PassportProviderOptions<User>): Provider {
  const resolved = resolveProviderOptions(options);
  const { id, name, icon, description } = options;
  return {
    id,
    name,
    ...(icon === undefined ? {} : { icon }),
    ...(description === undefined ? {} : { description }),
    begin: createBegin(resolved),
    finish: createFinish(resolved),
  };
}

function createBegin({
  strategy,
  authenticateOptions,
  timeoutMs,
  openIdConnect,
}: ResolvedProviderOptions): Provider['begin'] {
  return async (begun) => {
    const { callbackUrl } = begun;
    const session = withoutPrototype<unknown>({});
    const outcome = await attempt(strategy, {
      request: browserRequest(new URL(callbackUrl), new URLSearchParams(), session),
      options: { ...authenticateOptions, callbackURL: callbackUrl },
      timeoutMs,
      properties: openIdConnect?.begin() ?? {},
    });
    if (outcome.kind !== 'redirect') throw refusedRedirect(wordOfNone(outcome));
    const { url, ownState, nonce } = redirectOf(outcome.url, begun);
    if (openIdConnect !== null && nonce === null) throw refusedRedirect('it has no nonce; use @doorward/oidc');
    return { url, keep: writeKept(nameOf(strategy), { state: ownState, nonce, session }) };
  };
}

function createFinish(options: ResolvedProviderOptions): Provider['finish'] {
  return async (callback) => {
    const { parameters } = callback;
    assertOnce(parameters);
    try {
      return await finish(options, callback);
    } catch (error) {
      if (!parameters.has('error')) throw error;
      return { kind: 'declined', reason: wordOf(parameters.get('error')) };
    }
  };
}

async function finish(
  { strategy, identity, authenticateOptions, timeoutMs, openIdConnect }: ResolvedProviderOptions,
  { parameters, callbackUrl, keep }: ProviderCallback,
): Promise<ProviderOutcome> {
  const { state, nonce, session } = readKept(keep);
  const theirs = new URLSearchParams(parameters);
  if (state === null) theirs.delete('state');
  else theirs.set('state', state);
  const outcome = await attempt(strategy, {
    request: browserRequest(new URL(callbackUrl), theirs, session),
    options: { ...authenticateOptions, callbackURL: callbackUrl },
    timeoutMs,
    properties: openIdConnect?.finish(nonce) ?? {},
  });
  if (outcome.kind === 'redirect') throw refused('the strategy finds nothing in it, and would begin again');
  if (outcome.kind !== 'success') return { kind: 'declined', reason: declinedReason(outcome, parameters) };
  const known = await identity(outcome.user, outcome.info);
  return known === null ? { kind: 'declined', reason: 'no-identity' } : { kind: 'identified', identity: known };
}

/** RFC 6749 §3.1: a parameter that comes twice is two different ones to two readers. */
function assertOnce(parameters: URLSearchParams): void {
  if (new Set(parameters.keys()).size !== parameters.size) throw refused('a parameter comes more than once');
}

function declinedReason(
  outcome: Extract<StrategyOutcome, { readonly kind: 'fail' | 'pass' }>,
  parameters: URLSearchParams,
): string {
  if (parameters.has('error')) return wordOf(parameters.get('error'));
  return outcome.kind === 'pass' ? 'passed' : wordOfChallenge(outcome.challenge);
}

function wordOfNone(outcome: Exclude<StrategyOutcome, { readonly kind: 'redirect' }>): string {
  if (outcome.kind === 'success') return 'it signs in at once; createPassportDirectory is for strategies of that kind';
  return outcome.kind === 'pass' ? 'it passes' : `it fails with ${wordOfChallenge(outcome.challenge)}`;
}

const wordOfChallenge = (challenge: unknown): string =>
  wordOf(typeof challenge === 'string' ? challenge : Object(challenge)['message']);
