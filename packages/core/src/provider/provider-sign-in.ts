/**
 * Signing in and out with a provider: the round trip through the browser, with everything about it that no provider
 * should have to get right by itself.
 */

import { assertIdentity } from '../access/outside-identity.ts';
import { isAuthError } from '../auth-error.ts';
import type { Events } from '../event/auth-event.ts';
import type { SignInClient } from '../prover.ts';
import type { Admit } from '../scheme/password-directory.ts';
import type { KeyRing } from '../secret/key-ring.ts';
import { hashSecret, randomSecret } from '../secret/secret-value.ts';
import { liveSessionOf, type SessionInfo } from '../session/session.ts';
import type { SessionManager } from '../session/session-manager.ts';
import type { SignIn } from '../sign-in.ts';
import type { Site } from '../site-paths.ts';
import type { ExpiringStore } from '../store/expiring-store.ts';
import { openGrant, sealGrant } from './grant.ts';
import { patiently } from './patience.ts';
import { createPostedCallbacks } from './posted-callback.ts';
import type { Provider, ProviderGrant, ProviderIdentity, ProviderOutcome } from './provider.ts';
import { sessionsBehind } from './provider-sessions.ts';
import { TRANSACTION_SECONDS, type Transaction, type Transactions } from './transaction.ts';

export interface UsedProvider {
  readonly provider: Provider;
  /** Whom those act as here who sign in there. */
  readonly admit: Admit;
}

/** A sign-in at a provider, as far as it came. `cookies` are Set-Cookie values. */
export type ProviderSignInOutcome =
  | { readonly kind: 'signed-in'; readonly cookies: readonly string[]; readonly next: string | null }
  /** It was not begun in this browser, took too long, or is finished already. */
  | { readonly kind: 'unknown'; readonly cookies: readonly string[] }
  | { readonly kind: 'declined'; readonly cookies: readonly string[]; readonly next: string | null }
  /** He has an account here that is not active, or waits for approval. */
  | { readonly kind: 'closed' | 'waiting'; readonly cookies: readonly string[]; readonly next: string | null }
  /** What came back does not hold: it was made up, or meant for somebody else. */
  | { readonly kind: 'refused'; readonly cookies: readonly string[]; readonly next: string | null }
  /** The provider could not be reached, or said what makes no sense. */
  | { readonly kind: 'failed'; readonly cookies: readonly string[]; readonly next: string | null };

export interface ProviderSignIn {
  /** Where the browser goes, and the cookies that it takes along. Throws what the provider threw. */
  begin(
    id: string,
    site: Site,
    begun: { readonly next: string | null; readonly client: SignInClient },
  ): Promise<{ readonly url: string; readonly cookies: readonly string[] }>;
  /** The query for the callback's own address, by which one that was posted goes on. */
  posted(parameters: URLSearchParams): string;
  /** The browser is back. */
  finish(id: string, site: Site, parameters: URLSearchParams, client: SignInClient): Promise<ProviderSignInOutcome>;
  /** What the provider gave that signed in, as it stands after the last renewal; `null`: nothing, or no provider did. */
  grantOf(session: SessionInfo): HeldGrant | null;
  /**
   * The provider tells that somebody was signed out there: his sessions end, in every process. False for what does not
   * come from it. Throws what the provider threw.
   */
  signedOut(id: string, parameters: URLSearchParams, clientAddress: string): Promise<boolean>;
  /** Ends the client's session here, and says where signing out goes on; `null`: nowhere. */
  end(client: SignInClient, site: Site): Promise<{ readonly cookies: readonly string[]; readonly url: string | null }>;
}

export interface HeldGrant {
  /** Id of the provider. */
  readonly provider: string;
  /** In the provider's own form. */
  readonly secret: string;
}

export interface ProviderSignInParts {
  readonly providers: readonly UsedProvider[];
  readonly signIn: SignIn;
  readonly sessions: Pick<SessionManager, 'endAll' | 'endKey'>;
  readonly transactions: Transactions;
  readonly store: ExpiringStore;
  readonly keys: KeyRing;
  readonly events: Events;
  /** Scheme and host as browsers use them. */
  readonly publicOrigin: string;
  readonly now: () => number;
  readonly onError: (error: unknown) => void;
}

export function createProviderSignIn(parts: ProviderSignInParts): ProviderSignIn {
  const { signIn, sessions, transactions, store, keys, events, publicOrigin, now, onError } = parts;
  const postedCallbacks = createPostedCallbacks(keys, now);
  const known = new Map(parts.providers.map((used) => [used.provider.id, used]));
  /** A provider that gets a code twice takes back what it gave for the first (RFC 6749 §4.1.2). */
  const underWay = new Set<string>();

  function usedOf(id: string): UsedProvider {
    const used = known.get(id);
    if (used === undefined) throw new TypeError(`there is no provider "${id}"`);
    return used;
  }

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
    parameters: URLSearchParams,
  ): Promise<ProviderOutcome | Unsettled> {
    try {
      const callback = { parameters, state, keep, callbackUrl: callbackUrl(provider.id, site) };
      const outcome = await patiently(() => provider.finish(callback));
      assertSensible(outcome);
      return outcome;
    } catch (error) {
      onError(new Error(`the provider ${provider.id} failed: ${String(error)}`, { cause: error }));
      return isAuthError(error) && error.code.endsWith('/answer-refused') ? REFUSED : FAILED;
    }
  }

  async function endBehind(id: string, sid: string): Promise<number> {
    const keys = await sessionsBehind(store, id, sid);
    const ended = await Promise.all(keys.map((key) => sessions.endKey(key)));
    return ended.filter((was) => was).length;
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
  ): Promise<{
    readonly kind: Exclude<ProviderSignInOutcome['kind'], 'unknown'>;
    readonly cookies: readonly string[];
  }> {
    const { id } = used.provider;
    if (outcome.kind === 'failed' || outcome.kind === 'refused') {
      failure(id, client, outcome.kind === 'failed' ? 'core/provider-failed' : 'core/provider-answer-refused');
      return { kind: outcome.kind, cookies: [] };
    }
    if (outcome.kind === 'declined') {
      failure(id, client, 'core/provider-declined', outcome.reason);
      return { kind: 'declined', cookies: [] };
    }
    return admitted(used, outcome.identity, client);
  }

  async function admitted(
    { provider: { id }, admit }: UsedProvider,
    identity: ProviderIdentity,
    client: SignInClient,
  ): Promise<{ readonly kind: 'signed-in' | 'closed' | 'waiting'; readonly cookies: readonly string[] }> {
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
    async begin(id, site, { next, client }) {
      const { provider } = usedOf(id);
      const state = randomSecret();
      const request = { state, callbackUrl: callbackUrl(id, site) };
      const { url, keep = null } = await patiently(() => provider.begin(request));
      const until = now() + TRANSACTION_SECONDS * 1000;
      return {
        url: writable(url),
        cookies: transactions.set(client.cookieHeader, { provider: id, state, keep, next, until }),
      };
    },
    posted: postedCallbacks.seal,
    async finish(id, site, given, client) {
      const used = usedOf(id);
      const parameters = postedCallbacks.open(given) ?? NOTHING;
      const states = parameters.getAll('state');
      const [state = ''] = states;
      const transaction = states.length === 1 ? transactions.read(client.cookieHeader, state) : null;
      if (transaction === null || transaction.provider !== id || underWay.has(state)) return unknown(id, client);
      underWay.add(state);
      try {
        if (await isUsed(transaction)) return unknown(id, client);
        const outcome = await asked(used, transaction, site, parameters);
        if (outcome.kind === 'identified' && !(await isFirst(transaction))) return unknown(id, client);
        const { kind, cookies } = await settle(used, outcome, client);
        return { kind, cookies: [...cookies, transactions.clear(state)], next: transaction.next };
      } finally {
        underWay.delete(state);
      }
    },
    grantOf(session) {
      const stored = liveSessionOf(session)?.grant ?? null;
      const grant = stored === null ? null : openGrant(keys, stored);
      return stored === null || grant === null || grant.secret === ''
        ? null
        : { provider: stored.provider, secret: grant.secret };
    },
    async signedOut(id, parameters, clientAddress) {
      const { provider } = usedOf(id);
      const told = await patiently(() => provider.signedOut?.(parameters));
      if (told === null || told === undefined) return false;
      const subject = told.subject === null ? null : `${id}:${told.subject}`;
      const ended = told.sid === null ? await sessions.endAll(`${id}:${told.subject}`) : await endBehind(id, told.sid);
      const detail = ended === 1 ? '1 session' : `${ended} sessions`;
      events.emit('session-ended', {
        method: id,
        target: subject,
        clientAddress,
        reason: 'core/provider-refused',
        detail,
      });
      return true;
    },
    async end(client, site) {
      const session = await signIn.current(client.cookieHeader);
      const cookies = await signIn.end(client);
      const provider = known.get(session?.decision.principal?.method ?? '')?.provider;
      if (session === null || provider?.signOutUrl === undefined) return { cookies, url: null };
      try {
        const grant = session.grant === null ? null : openGrant(keys, session.grant);
        const url = await patiently(() => provider.signOutUrl?.(grant, `${publicOrigin}${site.login}?signed-out`));
        return { cookies, url: url === null || url === undefined ? null : writable(url) };
      } catch (error) {
        onError(new Error(`the provider ${provider.id} failed: ${String(error)}`, { cause: error }));
        return { cookies, url: null };
      }
    },
  };
}

const NOTHING = new URLSearchParams();

/** It threw. */
type Unsettled = { readonly kind: 'failed' } | { readonly kind: 'refused' };

const FAILED: Unsettled = { kind: 'failed' };
const REFUSED: Unsettled = { kind: 'refused' };
/** As it can stand in a header. @throws TypeError for what cannot. */
function writable(url: string): string {
  const written = URL.canParse(url) ? new URL(url).href : url;
  if (/^[\x21-\x7e]+$/.test(written)) return written;
  throw new TypeError('it leads to no address');
}

const NO_GRANT: ProviderGrant = { renewAt: null, secret: '' };

function assertSensible(outcome: ProviderOutcome): void {
  if (outcome.kind === 'declined') return;
  assertIdentity(outcome.identity);
  const { grant } = outcome.identity;
  if (grant !== undefined && typeof (grant.secret as unknown) !== 'string') throw new TypeError('its grant is no text');
}
