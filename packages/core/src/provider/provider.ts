/**
 * The contract of a provider: somewhere else where people sign in (single sign-on). Doorward keeps the state of
 * the round trip, the session and the return path; a provider knows its protocol.
 *
 * The way of a sign-in: `begin` -> the browser goes to the provider -> it comes back -> `finish` -> session.
 */

import type { Identity } from '../access/outside-identity.ts';
import type { MaybePromise } from '../maybe-promise.ts';

export interface Provider {
  /** Names it in addresses, sessions and events: 1 to 32 lower-case letters, digits and `-`. */
  readonly id: string;
  /** For people, as in "Sign in with Acme". */
  readonly name: string;
  /** Image for the button: a path on this site (declare it public) or a `data:image/…` URL. Default none. */
  readonly icon?: string;
  /** One sentence below the button. Default none. */
  readonly description?: string;
  /**
   * Asked at the start whether what is configured fits what the provider says. Throws what then stops the start;
   * `away`: it cannot be asked now, and signing in has to wait for it.
   */
  check?(): MaybePromise<'well' | 'away'>;
  /** Where the browser goes. Called for strangers: it costs them nothing, so it should cost little. */
  begin(request: ProviderRequest): MaybePromise<ProviderRedirect>;
  /**
   * What the browser came back with. Throws when that, or what the provider says to it, does not hold, an AuthError
   * whose code ends in `/answer-refused` (400), and when the provider cannot be reached (502): nobody is signed in then.
   */
  finish(callback: ProviderCallback): MaybePromise<ProviderOutcome>;
  /**
   * Asks whether a sign-in still stands, once {@link ProviderGrant.renewAt} has come. `null`: it does not, the
   * session ends, as it does without this method. Throws when the provider cannot be reached: the session goes on,
   * and it is asked again.
   */
  renew?(grant: ProviderGrant): MaybePromise<ProviderGrant | null>;
  /**
   * The address at which signing out goes on, after it was done here; `null` when there is none. `returnUrl` is
   * where the provider may send the browser afterwards.
   */
  signOutUrl?(grant: ProviderGrant | null, returnUrl: string): MaybePromise<string | null>;
  /**
   * Who was signed out at the provider, as it tells this server itself (back-channel logout); `null` for what does not
   * come from it. Throws when that cannot be told.
   */
  signedOut?(parameters: URLSearchParams): MaybePromise<ProviderSignOut | null>;
  /**
   * Which session at the provider was ended, as a frame on its page has the browser say (front-channel logout); `null`
   * for what names none of its own. Nothing proves it: whoever knows the name of a session can end it.
   */
  signedOutInFrame?(parameters: URLSearchParams): MaybePromise<ProviderFrameSignOut | null>;
  /**
   * Whether somebody else than our own pages begins a sign-in here, and may (third-party initiated login). Without this
   * method nobody may.
   */
  invitation?(parameters: URLSearchParams): MaybePromise<ProviderInvitation>;
}

export interface ProviderFrameSignOut {
  readonly sid: string;
  /** Addresses on whose pages the answer may stand in a frame; the path of each counts for nothing. */
  readonly framedBy: readonly string[];
}

/** `none`: nobody else begins it. */
export type ProviderInvitation =
  | { readonly kind: 'none' }
  /** Not for this provider, or not to be understood. */
  | { readonly kind: 'refused' }
  /** `target` is where to go afterwards, a whole address, not yet checked; `hint` is who is to sign in. */
  | { readonly kind: 'invited'; readonly target: string | null; readonly hint: string | null };

/** One session at the provider, or with `sid` `null` every one of a person. */
export type ProviderSignOut =
  | { readonly sid: string; readonly subject: string | null }
  | { readonly sid: null; readonly subject: string };

export interface ProviderRequest {
  /** 256 random bits, to be given back by the browser at the callback. */
  readonly state: string;
  /** The whole address that the provider sends the browser back to. */
  readonly callbackUrl: string;
  /** Who is to sign in, as an {@link ProviderInvitation} has it: anybody can have written it. Default nobody knows. */
  readonly hint?: string;
}

export interface ProviderRedirect {
  readonly url: string;
  /** What {@link Provider.finish} needs, such as a nonce and a PKCE verifier. Stays on the server. */
  readonly keep?: string;
}

export interface ProviderCallback {
  /** As the browser brought them. Anybody can have written them. */
  readonly parameters: URLSearchParams;
  /** The `state` of {@link ProviderRequest}; the parameters hold the same one. */
  readonly state: string;
  readonly callbackUrl: string;
  readonly keep: string | null;
  /** True when a page of the provider posted them (`response_mode=form_post`), false when they came in the address. */
  readonly isPosted: boolean;
}

/**
 * `declined`: the person, or the provider, said no; `reason` is a word for the log. `warning` is a sentence for the log of
 * a sign-in that counts: what somebody may miss, and why. It holds nothing secret.
 */
export type ProviderOutcome =
  | { readonly kind: 'identified'; readonly identity: ProviderIdentity; readonly warning?: string }
  | { readonly kind: 'declined'; readonly reason: string };

/** Who somebody is, as the provider says. */
export interface ProviderIdentity extends Identity {
  /** What the provider gave for later. Default nothing. */
  readonly grant?: ProviderGrant;
  /** The session at the provider, where it may end this one by that name. Default none. */
  readonly sid?: string;
}

export interface ProviderGrant {
  /** From when on {@link Provider.renew} is asked, in milliseconds since the epoch; `null`: never. */
  readonly renewAt: number | null;
  /** Tokens and the like, in the provider's own form; encrypted wherever it is kept. */
  readonly secret: string;
}
