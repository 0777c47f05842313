/**
 * Signing in with a provider: the round trip through the browser, with everything about it that no provider
 * should have to get right by itself.
 */

import { assertIdentity } from '../access/outside-identity.ts';
import { isAuthError } from '../auth-error.ts';
import type { SignInClient } from '../prover.ts';
import { hashSecret, randomSecret } from '../secret/secret-value.ts';
import { liveSessionOf, type SessionInfo } from '../session/session.ts';
import type { Site } from '../site-paths.ts';
import type { SourceCalls } from '../telemetry/source-calls.ts';
import { createCallbacksUnderWay } from './callbacks-under-way.ts';
import { openGrant, sealGrant } from './grant.ts';
import { patiently } from './patience.ts';
import { type BroughtBack, createPostedCallbacks } from './posted-callback.ts';
import type { ProviderGrant, ProviderIdentity, ProviderOutcome } from './provider.ts';
import {
  FAILED,
  FAILURES,
  type ProviderSignInOutcome,
  REFUSED,
  type Settled,
  type Unsettled,
} from './provider-outcome.ts';
import { createProviderSignOut, type ProviderSignOut, type ProviderSignOutParts } from './provider-sign-out.ts';
import { TRANSACTION_SECONDS, type Transaction, type Transactions } from './transaction.ts';
import { type UsedProvider, usedProviders } from './used-provider.ts';
import { writable } from './writable-url.ts';

export interface ProviderSignIn extends ProviderSignOut {
  /**
   * Where the browser goes, and the cookies that it takes along. `connects` is the subject of who connects his account in
   * place of signing in, and has proved that it is he. Throws what the provider threw.
   */
  begin(
    id: string,
    site: Site,
    begun: {
      readonly next: string | null;
      readonly client: SignInClient;
      readonly hint?: string | null;
      readonly connects?: string;
    },
  ): Promise<{ readonly url: string; readonly cookies: readonly string[] }>;
  /** The query for the callback's own address, by which one that was posted goes on. */
  posted(parameters: URLSearchParams): string;
  /** The browser is back. */
  finish(id: string, site: Site, parameters: URLSearchParams, client: SignInClient): Promise<ProviderSignInOutcome>;
  /** What the provider gave that signed in, as it stands after the last renewal; `null`: nothing, or no provider did. */
  grantOf(session: SessionInfo): HeldGrant | null;
}

export interface HeldGrant {
  /** Id of the provider. */
  readonly provider: string;
  /** In the provider's own form. */
  readonly secret: string;
}

export interface ProviderSignInParts extends Omit<ProviderSignOutParts, 'providers'> {
  readonly providers: readonly UsedProvider[];
  readonly transactions: Transactions;
  readonly callSource: SourceCalls;
}

export function createProviderSignIn(parts: ProviderSignInParts): ProviderSignIn {
  const { signIn, transactions, store, keys, events, publicOrigin, callSource, now, onError } = parts;
  const postedCallbacks = createPostedCallbacks(keys, now);
  const providers = usedProviders(parts.providers);
  /** A provider that gets a code twice takes back what it gave for the first (RFC 6749 §4.1.2). */
  const underWay = createCallbacksUnderWay();

  const callbackUrl = (id: string, site: Site): string => publicOrigin + (site.providers.get(id)?.callback ?? '');

  const counterOf = ({ state }: Transaction): string => `provider ${hashSecret(state)}`;

  /** Looks, and counts nothing: a stranger could fill the store with counters, at no cost. */
  const isUsed = async (transaction: Transaction): Promise<boolean> =>
    (await store.count(counterOf(transaction))) !== null;

  /** Of any number of callbacks with one state the first counts that somebody is identified by. */
  async function isFirst(transaction: Transaction): Promise<boolean> {
    return (await store.increment(counterOf(transaction), TRANSACTION_SECONDS * 1000)).count === 1;
  }

  async function asked(
    { provider }: UsedProvider,
    { state, keep }: Transaction,
    site: Site,
    brought: BroughtBack,
  ): Promise<ProviderOutcome | Unsettled> {
    try {
      const callback = { ...brought, state, keep, callbackUrl: callbackUrl(provider.id, site) };
      const call = { kind: 'provider', id: provider.id, operation: 'finish' } as const;
      const outcome = await callSource(
        call,
        () => patiently(() => provider.finish(callback)),
        ({ kind }) => kind,
      );
      assertSensible(outcome);
      if (outcome.kind === 'identified' && outcome.warning !== undefined) {
        onError(new Error(`the provider ${provider.id} warns: ${outcome.warning}`));
      }
      return outcome;
    } catch (error) {
      onError(new Error(`the provider ${provider.id} failed: ${String(error)}`, { cause: error }));
      return isAuthError(error) && error.code.endsWith('/answer-refused') ? REFUSED : FAILED;
    }
  }

  function failure(id: string, client: SignInClient, reason: string, detail: string | null = null): void {
    events.emit('login-failure', { method: id, clientAddress: client.clientAddress, reason, detail });
  }

  function unknown(id: string, client: SignInClient): ProviderSignInOutcome {
    failure(id, client, 'core/provider-state');
    return { kind: 'unknown', cookies: [] };
  }

  async function settle(
    used: UsedProvider,
    outcome: ProviderOutcome | Unsettled,
    client: SignInClient,
  ): Promise<Settled> {
    const { id } = used.provider;
    if (outcome.kind !== 'identified') {
      failure(id, client, FAILURES[outcome.kind], outcome.kind === 'declined' ? outcome.reason : null);
      return { kind: outcome.kind, cookies: [] };
    }
    return admitted(used, outcome.identity, client);
  }

  function connected(
    { provider, state }: Transaction,
    subject: string,
    outcome: ProviderOutcome | Unsettled,
    client: SignInClient,
  ): ProviderSignInOutcome {
    const cookies = transactions.clear(state);
    if (outcome.kind === 'identified')
      return { kind: 'connecting', cookies, connecting: { identity: outcome.identity, subject } };
    failure(provider, client, FAILURES[outcome.kind], outcome.kind === 'declined' ? outcome.reason : null);
    return { kind: 'not-connected', cookies };
  }

  /** Asks the provider, and does what follows from its answer. */
  async function redeemed(
    used: UsedProvider,
    transaction: Transaction,
    { site, brought, client }: { readonly site: Site; readonly brought: BroughtBack; readonly client: SignInClient },
  ): Promise<ProviderSignInOutcome> {
    const { provider: id, state, connects, next } = transaction;
    if (await isUsed(transaction)) return unknown(id, client);
    const outcome = await asked(used, transaction, site, brought);
    if (outcome.kind === 'identified' && !(await isFirst(transaction))) return unknown(id, client);
    if (connects !== null) return connected(transaction, connects, outcome, client);
    const { kind, cookies } = await settle(used, outcome, client);
    return { kind, cookies: [...cookies, ...transactions.clear(state)], next };
  }

  function busy({ provider, next }: Transaction): ProviderSignInOutcome {
    onError(new Error(`too many sign-ins wait for the provider ${provider}; more are put off`));
    return { kind: 'busy', cookies: [], next };
  }

  async function admitted(
    { provider: { id }, admit }: UsedProvider,
    identity: ProviderIdentity,
    client: SignInClient,
  ): Promise<Settled> {
    const verdict = await admit(identity);
    if (verdict.kind !== 'verified') {
      const isWaiting = verdict.kind === 'waiting';
      failure(id, client, isWaiting ? 'accounts/waiting' : 'core/account-closed');
      return { kind: isWaiting ? 'waiting' : 'closed', cookies: [] };
    }
    const { principal, version, obligation = null } = verdict;
    const account = version === undefined ? undefined : { version, obligation };
    const { grant: given, sid = null } = identity;
    const grant = given === undefined && sid === null ? null : sealGrant(keys, id, given ?? NO_GRANT, sid);
    return { kind: 'signed-in', cookies: await signIn.start(principal, client, account, grant) };
  }

  return {
    async begin(id, site, { next, client, hint = null, connects = null }) {
      const { provider } = providers.of(id);
      const state = randomSecret();
      const request = { state, callbackUrl: callbackUrl(id, site), ...(hint === null ? {} : { hint }) };
      const call = { kind: 'provider', id, operation: 'begin' } as const;
      const { url, keep = null } = await callSource(call, () => patiently(() => provider.begin(request)));
      const until = now() + TRANSACTION_SECONDS * 1000;
      return {
        url: writable(url),
        cookies: transactions.set(client.cookieHeader, { provider: id, state, keep, next, connects, until }),
      };
    },
    posted: postedCallbacks.seal,
    async finish(id, site, given, client) {
      const brought = postedCallbacks.open(given);
      const states = brought.parameters.getAll('state');
      const [state = ''] = states;
      const transaction = states.length === 1 ? transactions.read(client.cookieHeader, state) : null;
      if (transaction === null || transaction.provider !== id) return unknown(id, client);
      const work = () => redeemed(providers.of(id), transaction, { site, brought, client });
      const outcome = await underWay.run(id, state, work);
      if (outcome === 'under-way') return unknown(id, client);
      return outcome === 'full' ? busy(transaction) : outcome;
    },
    grantOf(session) {
      const stored = liveSessionOf(session)?.grant ?? null;
      const grant = stored === null ? null : openGrant(keys, stored);
      return stored === null || grant === null || grant.secret === ''
        ? null
        : { provider: stored.provider, secret: grant.secret };
    },
    ...createProviderSignOut({ ...parts, providers }),
  };
}

const NO_GRANT: ProviderGrant = { renewAt: null, secret: '' };

function assertSensible(outcome: ProviderOutcome): void {
  if (outcome.kind === 'declined') return;
  assertIdentity(outcome.identity);
  const { grant } = outcome.identity;
  if (grant !== undefined && typeof (grant.secret as unknown) !== 'string') throw new TypeError('its grant is no text');
}
