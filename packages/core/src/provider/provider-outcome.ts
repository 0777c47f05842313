/**
 * What became of a sign-in at a provider.
 */

import type { Identity } from '../access/outside-identity.ts';

/** A sign-in at a provider, as far as it came. `cookies` are Set-Cookie values. */
export type ProviderSignInOutcome =
  | { readonly kind: 'signed-in'; readonly cookies: readonly string[]; readonly next: string | null }
  /** It was begun to connect an account: it is for the caller to see that he is still signed in. */
  | { readonly kind: 'connecting'; readonly cookies: readonly string[]; readonly connecting: Connecting }
  | { readonly kind: 'not-connected'; readonly cookies: readonly string[] }
  /** It was not begun in this browser, took too long, or is finished already. */
  | { readonly kind: 'unknown'; readonly cookies: readonly string[] }
  | { readonly kind: 'declined'; readonly cookies: readonly string[]; readonly next: string | null }
  /** He has an account here that is not active, or waits for approval. */
  | { readonly kind: 'closed' | 'waiting'; readonly cookies: readonly string[]; readonly next: string | null }
  /** What came back does not hold: it was made up, or meant for somebody else. */
  | { readonly kind: 'refused'; readonly cookies: readonly string[]; readonly next: string | null }
  /** So many wait for the provider that it was not asked for this one. The same callback may come again. */
  | { readonly kind: 'busy'; readonly cookies: readonly string[]; readonly next: string | null }
  /** The provider could not be reached, or said what makes no sense. */
  | { readonly kind: 'failed'; readonly cookies: readonly string[]; readonly next: string | null };

export interface Connecting {
  readonly identity: Identity;
  /** Subject of who began it. */
  readonly subject: string;
}

/** It threw. */
export type Unsettled = { readonly kind: 'failed' } | { readonly kind: 'refused' };

/** Reasons in the event of a sign-in that came to nothing. */
export const FAILURES = {
  declined: 'core/provider-declined',
  refused: 'core/provider-answer-refused',
  failed: 'core/provider-failed',
} as const;

export interface Settled {
  readonly kind: 'signed-in' | 'declined' | 'closed' | 'waiting' | 'refused' | 'failed';
  readonly cookies: readonly string[];
}

export const FAILED: Unsettled = { kind: 'failed' };
export const REFUSED: Unsettled = { kind: 'refused' };
