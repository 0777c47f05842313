/**
 * The pages of the app.
 */

export function homePage(name: string, logout: string): string {
  return page(`<p>Hello ${escapeHtml(name)}</p>
<p><a href="/reports">Reports</a></p>
<form method="post" action="${logout}"><button>Sign out</button></form>`);
}

export const reportsPage: string = page('<p>All reports</p>');

export const loginPage: string = page(`<form method="post" action="/login">
<label>Name <input name="username" autocomplete="username" required></label>
<label>Password <input name="password" type="password" autocomplete="current-password" required></label>
<button>Sign in</button>
</form>`);

function page(body: string): string {
  return `<!doctype html>
<html lang="en">
<meta charset="utf-8">
<title>Reports</title>
${body}
</html>
`;
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
