/**
 * The frame of every page: the way to all apps, who is signed in, and the way out.
 */

import type { RequestAuth } from '@doorward/auth';
import { escapeHtml } from './escape-html.ts';

/** The apps of this site, where site.ts mounts them. */
export const APPS = {
  home: { prefix: '', name: 'Home', kind: 'an Express app' },
  dashboard: { prefix: '/dashboard', name: 'Dashboard', kind: 'a Koa app' },
  sales: { prefix: '/sales', name: 'Sales', kind: 'a Hono app' },
  live: { prefix: '/live', name: 'Live', kind: 'a plain Node handler with a WebSocket' },
} as const;

export type AppName = keyof typeof APPS;

export interface Page {
  readonly app: AppName;
  readonly auth: RequestAuth;
  readonly title: string;
  /** HTML of the content. */
  readonly main: string;
  /** Path of a script below the app. */
  readonly script?: string;
}

/** All that a page of ours loads comes from here; no other site may frame it. */
export const PAGE_HEADERS = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'referrer-policy': 'same-origin',
  'x-content-type-options': 'nosniff',
} as const;

export function page({ app, auth, title, main, script }: Page): string {
  const root = auth.siteLink('');
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(title)} · Quillmoor Cycles</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${root}/site.css">
${script === undefined ? '' : `<script type="module" src="${auth.link(script)}"></script>`}
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="top">
<a class="brand" href="${root}/">${WHEEL}<span>Quillmoor <span class="label">Cycles</span></span></a>
<nav aria-label="Apps">${links(app, root)}</nav>
${account(auth)}
</header>
<main id="content" class="${app}">
${main}
</main>
<footer>This page is ${APPS[app].kind} at <code>${escapeHtml(auth.rootPath)}/</code>. An example of Doorward; the shop is invented.</footer>
</body>
</html>
`;
}

function links(current: AppName, root: string): string {
  return Object.entries(APPS)
    .map(
      ([app, { prefix, name }]) =>
        `<a href="${root}${prefix}/"${app === current ? ' aria-current="page"' : ''}>${name}</a>`,
    )
    .join('');
}

/** Without a session there is nothing to sign out of. */
function account({ principal, session, logoutPath }: RequestAuth): string {
  const who =
    principal?.method === 'off'
      ? 'Login is off'
      : `<span class="label">Signed in as</span> <b>${escapeHtml(principal?.name ?? 'nobody')}</b>`;
  const signOut = `<form method="post" action="${logoutPath}"><button>Sign out</button></form>`;
  return `<div class="account"><p>${who}</p>${session === null ? '' : signOut}</div>`;
}

const WHEEL =
  '<svg viewBox="0 0 24 24" aria-hidden="true"><circle cx="12" cy="12" r="9"/><circle class="hub" cx="12" cy="12" r="2"/><path d="M12 3v7M12 14v7M3 12h7M14 12h7M5.6 5.6l5 5M13.4 13.4l5 5M18.4 5.6l-5 5M10.6 13.4l-5 5"/></svg>';
