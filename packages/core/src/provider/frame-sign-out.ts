/**
 * A page of the provider has browsers say, from a frame, that a session there was ended. No cookie comes along, and
 * nothing proves it but the name of that session: who guesses names is stopped.
 *
 * @see OpenID Connect Front-Channel Logout 1.0 §2
 */

import type { Events } from '../event/auth-event.ts';
import { addressGroup } from '../request/client-address.ts';
import type { SessionManager } from '../session/session-manager.ts';
import type { ExpiringStore } from '../store/expiring-store.ts';
import { patiently } from './patience.ts';
import { endSessionsBehind } from './provider-sessions.ts';
import type { UsedProviders } from './used-provider.ts';

export type FrameSignOutOutcome =
  /** Whether there was such a session is not said. `framedBy` are the origins that may show the answer. */
  | { readonly kind: 'done'; readonly framedBy: readonly string[] }
  /** It does not come from the provider, or cannot be understood. */
  | { readonly kind: 'refused' }
  | { readonly kind: 'limited'; readonly retryAfterSeconds: number };

/** Throws what the provider or the store threw. */
export type FrameSignOut = (
  id: string,
  parameters: URLSearchParams,
  clientAddress: string,
) => Promise<FrameSignOutOutcome>;

export interface FrameSignOutParts {
  readonly providers: UsedProviders;
  readonly sessions: Pick<SessionManager, 'endKey'>;
  readonly store: ExpiringStore;
  readonly events: Events;
  readonly now: () => number;
}

/** Names of no session, by address. Apart from wrong passwords: any page could use those up in its visitors' browsers. */
const MAX_GUESSES = 20;
const WINDOW_MS = 15 * 60 * 1000;

export function createFrameSignOut({ providers, sessions, store, events, now }: FrameSignOutParts): FrameSignOut {
  const counterOf = (clientAddress: string): string => `frame sign-outs ${addressGroup(clientAddress)}`;

  async function secondsToWait(clientAddress: string): Promise<number | null> {
    const counter = await store.count(counterOf(clientAddress));
    if (counter === null || counter.count < MAX_GUESSES) return null;
    return Math.max(1, Math.ceil((counter.resetsAt - now()) / 1000));
  }

  return async (id, parameters, clientAddress) => {
    const told = await patiently(() => providers.of(id).provider.signedOutInFrame?.(parameters));
    if (told === null || told === undefined) return { kind: 'refused' };
    const retryAfterSeconds = await secondsToWait(clientAddress);
    if (retryAfterSeconds !== null) return { kind: 'limited', retryAfterSeconds };
    const { isKnown, ended } = await endSessionsBehind(store, sessions, id, told.sid);
    if (!isKnown) await store.increment(counterOf(clientAddress), WINDOW_MS);
    const detail = ended === 1 ? '1 session' : `${ended} sessions`;
    // Only what happened: strangers can ask as often as they like.
    if (ended > 0) events.emit('session-ended', { method: id, clientAddress, reason: 'core/provider-refused', detail });
    return { kind: 'done', framedBy: [...new Set(told.framedBy.map((address) => new URL(address).origin))] };
  };
}
