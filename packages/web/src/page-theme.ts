/**
 * What a site may change about our pages without replacing them.
 */

import type { RenderedProblem } from '@doorward/core';

export interface PageOptions {
  /** Name of the product behind the login. Default `Doorward`. */
  readonly title: string;
  /** One sentence on the login page; `null`: none. */
  readonly description: string | null;
  /** Image above the form: a path on this site (declare it public) or a `data:image/…` URL. Default: a door. */
  readonly logo: string | null;
  /** Colours of buttons and links, as `#rrggbb`; keep a contrast of 4.5 to white (light) and to black (dark). */
  readonly accent: { readonly light: string; readonly dark: string };
  /** Draws the login page in place of ours. The form must post what ours does. */
  readonly renderLogin: LoginRenderer | null;
}

/** What a login page has to say and to send. */
export interface LoginPageModel {
  readonly title: string;
  readonly description: string | null;
  readonly logo: string | null;
  /** Other places to sign in at, each a button. */
  readonly providers: readonly ProviderButton[];
  /** False where the providers are the only way in: there is no form then. */
  readonly takesPasswords: boolean;
  /** Where the form posts to, urlencoded: `username`, `password`, and `next` as given here. */
  readonly action: string;
  /** True where people sign in by name and password; false where an access token alone is asked for. */
  readonly asksName: boolean;
  /** The name that was typed before; `null` at first. */
  readonly name: string | null;
  /** Path of the page for signing up; `null` where that is not possible. */
  readonly signUp: string | null;
  readonly next: string | null;
  /** What went wrong, for the person to read; `null` at first. */
  readonly error: string | null;
  /** True when it is about what was typed into the form. */
  readonly isTypedWrong: boolean;
  /** Good news, such as having signed out. */
  readonly notice: string | null;
}

/** A link to where signing in goes on. */
export interface ProviderButton {
  /** Such as `Sign in with Acme`. */
  readonly text: string;
  readonly icon: string | null;
  readonly description: string | null;
  /** Path on this site; the page to return to is in it. */
  readonly href: string;
}

export type LoginRenderer = (model: LoginPageModel) => RenderedProblem | Promise<RenderedProblem>;
