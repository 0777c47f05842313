/**
 * The frame of every page: the ways that this person may go, who is signed in, and the way out.
 */

import type { RequestAuth } from '@doorward/auth';
import type { Call } from '../answer.ts';
import { people } from '../auth.ts';
import { type Content, type Html, html } from './html.ts';

export interface Frame {
  readonly title: string;
  /** The path in the menu that this page belongs to. */
  readonly current: string;
  readonly main: Content;
  /** Path of a script. */
  readonly script?: string;
}

export async function frame(call: Call, { title, current, main, script }: Frame): Promise<Html> {
  const { auth } = call;
  const menu = await menuOf(auth);
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Sluice</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${auth.link('/assets/style.css')}">
${script === undefined ? null : html`<script type="module" src="${auth.link(script)}"></script>`}
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="side">
<a class="brand" href="${auth.link('/')}">${GATE}Sluice</a>
<nav class="menu" aria-label="Pages">${menu.map(({ path, name }) => menuLink(path, name, path === auth.link(current)))}</nav>
${account(auth)}
</header>
<main id="content">
${main}
</main>
</body>
</html>
`;
}

/** The names of roles, as people read them. */
export function rolesOf({ principal }: RequestAuth): string {
  if (principal?.method === 'off') return 'login is off';
  const held = people.roles.all.filter(({ name }) => principal?.roles.includes(name));
  return held.map(({ label }) => label).join(', ') || 'no role';
}

interface MenuEntry {
  readonly path: string;
  readonly name: string;
}

/** Nothing is shown that would be refused; the server refuses all the same. */
async function menuOf(auth: RequestAuth): Promise<readonly MenuEntry[]> {
  const { actor } = auth;
  const mayManage = actor !== null && (await people.users.allowed(actor)).actions.has('read');
  return [
    { path: auth.link('/'), name: 'Overview' },
    ...(auth.can('pipeline:read') ? [{ path: auth.link('/pipelines'), name: 'Pipelines' }] : []),
    ...(mayManage && auth.adminPath !== null ? [{ path: auth.adminPath, name: 'Users' }] : []),
    ...(auth.session !== null && auth.accountPath !== null ? [{ path: auth.accountPath, name: 'My account' }] : []),
  ];
}

function menuLink(path: string, name: string, isCurrent: boolean): Html {
  return html`<a href="${path}"${isCurrent ? html` aria-current="page"` : null}>${name}</a>`;
}

/** Without a session there is nothing to sign out of. */
function account(auth: RequestAuth): Html {
  const signOut = html`<form method="post" action="${auth.logoutPath}"><button>Sign out</button></form>`;
  return html`<div class="account"><p><b>${auth.principal?.name ?? 'nobody'}</b><span>${rolesOf(auth)}</span></p>${auth.session === null ? null : signOut}</div>`;
}

const GATE = html`<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M4 3v18M20 3v18M4 7h16M9 7v8h6V7"/><path class="water" d="M2 20c2-2 3-2 5 0s3 2 5 0 3-2 5 0 3 2 5 0"/></svg>`;
