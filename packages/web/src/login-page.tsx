/**
 * The login page: one field that password managers know.
 */

import type { Layout } from './layout.tsx';
import type { LoginPageModel } from './page-theme.ts';

export function renderLoginPage(layout: Layout, { action, next, error, notice }: LoginPageModel): string {
  return layout.render(
    'Sign in',
    <form method="post" action={action}>
      {notice !== null && (
        <p class="message notice" role="status">
          {notice}
        </p>
      )}
      {error !== null && (
        <p class="message error" role="alert" id="error">
          {error}
        </p>
      )}
      <input type="text" name="username" value="token" autocomplete="username" hidden readonly />
      {next !== null && <input type="hidden" name="next" value={next} />}
      <label for="password">Access token or password</label>
      <input
        id="password"
        name="password"
        type="password"
        autocomplete="current-password"
        required
        autofocus
        spellcheck={false}
        maxlength={4096}
        aria-describedby={error === null ? 'hint' : 'error hint'}
        aria-invalid={error === null ? undefined : 'true'}
      />
      <p class="hint" id="hint">
        The server printed it when it started, or its owner gave it to you.
      </p>
      <button type="submit">Sign in</button>
    </form>,
  );
}
