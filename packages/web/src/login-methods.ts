/**
 * The ways to sign in, in one place: the login page and the endpoint for front ends both tell them.
 */

import type { Core, Site } from '@doorward/core';

export interface LoginMethods {
  readonly providers: readonly ProviderMethod[];
  /** What the form asks for; `null` where there is no form. */
  readonly credentials: { readonly text: string; readonly asksName: boolean } | null;
  /** Visible path of the page for signing up; `null` where that is not possible. */
  readonly signUp: string | null;
}

export interface ProviderMethod {
  readonly provider: string;
  /** Of the button. */
  readonly text: string;
  readonly icon: string | null;
  readonly description: string | null;
  /** Visible path that signing in begins at. Takes `?next=` with a local path. */
  readonly path: string;
}

/** `asksName`: people sign in by name and password, and not by a token alone. */
export function loginMethods(core: Core, site: Site, asksName: boolean): LoginMethods {
  return {
    providers: core.providers.map(({ id, name, icon = null, description = null }) => ({
      provider: id,
      text: `Sign in with ${name}`,
      icon,
      description,
      path: site.providers.get(id)?.login ?? '',
    })),
    credentials: core.takesPasswords ? { text: 'Sign in', asksName } : null,
    signUp: site.paths.signUp ?? null,
  };
}
