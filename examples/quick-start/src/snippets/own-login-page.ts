/**
 * A login page of your own.
 */

// #region page
import { createAuth } from '@doorward/express';

export const auth = await createAuth({
  page: {
    renderLogin: ({ action, next, error, notice }) => ({
      html: `<!doctype html>
<html lang="en">
  <title>Sign in</title>
  <h1>Sign in</h1>
  ${notice === null ? '' : `<p role="status">${escaped(notice)}</p>`}
  ${error === null ? '' : `<p role="alert">${escaped(error)}</p>`}
  <form method="post" action="${escaped(action)}">
    ${next === null ? '' : `<input type="hidden" name="next" value="${escaped(next)}">`}
    <label>Token <input name="password" type="password" autocomplete="current-password" required></label>
    <button>Sign in</button>
  </form>
</html>`,
      headers: [
        ['content-security-policy', "default-src 'none'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"],
      ],
    }),
  },
});

function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
// #endregion page
