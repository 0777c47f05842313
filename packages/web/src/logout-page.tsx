/**
 * Asks before signing out: opening a link changes nothing. And leads on to the provider afterwards.
 */

import type { Layout } from './layout.tsx';

export function renderLogoutPage(layout: Layout, action: string, home: string): string {
  return layout.render(
    'Sign out?',
    <form method="post" action={action}>
      <p>This ends your session on the server. You can sign in again at any time.</p>
      <button type="submit">Sign out</button>
      <a class="button quiet" href={home}>
        Stay signed in
      </a>
    </form>,
  );
}

/** `url`: where signing out goes on, at the provider. */
export function renderSignedOutPage(layout: Layout, url: string): string {
  return layout.render(
    'Signing out',
    <>
      <p>You are signed out here. Signing out goes on where you signed in.</p>
      <a class="button" href={url} autofocus>
        Go on
      </a>
    </>,
  );
}
