/**
 * Asks before signing out: opening a link changes nothing.
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
