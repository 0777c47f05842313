/**
 * The frame of every page: the way to the flows, and the menu of whoever is signed in.
 */

import type { RequestAuth } from '@doorward/auth';
import { isSuperuser } from './api-users.ts';
import type { Answer } from './call.ts';
import { escapeHtml } from './escape-html.ts';
import { LOGO, MARK } from './logo.ts';

export interface Page {
  readonly auth: RequestAuth;
  readonly title: string;
  /** HTML of the content. */
  readonly main: string;
  /** Default 200. */
  readonly status?: number;
}

/** No script at all, everything from here, and no other site may frame it. */
const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy':
    "default-src 'none'; style-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
};

export function page({ auth, title, main, status = 200 }: Page): Answer {
  const body = `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} · Millrace</title>
<link rel="icon" href="${LOGO}">
<link rel="stylesheet" href="${auth.link('/millrace.css')}">
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="top">
<a class="brand" href="${auth.link('/flows')}">${MARK}Millrace</a>
${menu(auth)}
</header>
${auth.principal?.method === 'auto-login' ? `<p class="open-mode">Auto login is on: everybody on this machine is <b>${escapeHtml(auth.principal.name)}</b>, without a password.</p>` : ''}
<main id="content">
${main}
</main>
<footer>An example of Doorward. Flows are drawn here, and none is run.</footer>
</body>
</html>
`;
  return { status, headers: HEADERS, body };
}

/** Without a session there is nothing to sign out of. */
function menu(auth: RequestAuth): string {
  const { principal, session, accountPath, adminPath, logoutPath } = auth;
  if (principal === null) return `<a class="button" href="${auth.loginPath}">Sign in</a>`;
  const name = escapeHtml(principal.name);
  const account = accountPath === null ? '' : `<a href="${accountPath}">Your account</a>`;
  const admin = adminPath === null || !isSuperuser({ auth }) ? '' : `<a href="${adminPath}">Admin Page</a>`;
  const signOut = session === null ? '' : `<form method="post" action="${logoutPath}"><button>Sign out</button></form>`;
  return `<details class="profile">
<summary><span class="face" aria-hidden="true">${escapeHtml([...principal.name][0]?.toUpperCase() ?? '')}</span><span class="name">${name}</span></summary>
<nav aria-label="Profile"><p>Signed in as <b>${name}</b></p>${account}${admin}${signOut}</nav>
</details>`;
}
