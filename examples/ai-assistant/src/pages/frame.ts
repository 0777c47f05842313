/**
 * The frame of every page: the agents, the ways that this person may go, and the way out.
 */

import type { RequestAuth } from '@doorward/auth';
import { agents } from '../agents/agents.ts';
import type { Call } from '../answer.ts';
import { ADMIN, people } from '../auth.ts';
import { MARK } from '../logo.ts';
import { settings } from '../settings.ts';
import { type Content, Html, html } from './html.ts';

export interface Frame {
  readonly title: string;
  /** Path that the menus mark as the one where one is. */
  readonly current: string;
  readonly main: Content;
  /** Path of a script. */
  readonly script?: string;
}

export function frame({ auth }: Call, { title, current, main, script }: Frame): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Heron</title>
<link rel="icon" href="data:,">
<link rel="stylesheet" href="${auth.link('/assets/style.css')}">
${script === undefined ? null : html`<script type="module" src="${auth.link(script)}"></script>`}
</head>
<body>
<a class="skip" href="#content">Skip to the content</a>
<header class="side">
<a class="brand" href="${auth.link('/')}">${new Html(MARK)}Heron</a>
${agentMenu(auth, auth.link(current))}
</header>
<main id="content">
${main}
</main>
${ownMenu(auth, auth.link(current))}
</body>
</html>
`;
}

/** Nothing is shown that would be refused; the server refuses all the same. */
function agentMenu(auth: RequestAuth, current: string): Html {
  const links = auth.can('agents:read') ? agents() : [];
  const add = html`<li><a class="add" href="${auth.link('/new-agent')}"${currentMark(current === auth.link('/new-agent'))}>New agent</a></li>`;
  return html`<nav class="agents" aria-label="Agents"><ul>${links.map(({ id, name }) => {
    const path = auth.link(`/agents/${id}`);
    return html`<li><a href="${path}"${currentMark(path === current)}><span class="face" aria-hidden="true">${initialOf(name)}</span><span>${name}</span></a></li>`;
  })}${auth.can('agents:write') ? add : null}</ul></nav>`;
}

function ownMenu(auth: RequestAuth, current: string): Html {
  const isAdmin = auth.principal?.roles.includes(ADMIN) ?? false;
  const ways = [
    ...(isAdmin && auth.adminPath !== null ? adminWays(auth.adminPath) : []),
    ...(isAdmin ? [{ path: auth.link('/admin/settings'), name: 'Settings' }] : []),
    ...(hasAccount(auth) && auth.accountPath !== null ? [{ path: auth.accountPath, name: 'My account' }] : []),
  ];
  return html`<footer class="own"><nav aria-label="You">${ways.map(({ path, name }) => html`<a href="${path}"${currentMark(path === current)}>${name}</a>`)}</nav>
<p><b>${auth.principal?.name ?? 'nobody'}</b><span>${rolesOf(auth)}</span></p>${signOut(auth)}</footer>`;
}

/** Pages of Doorward. */
const adminWays = (path: string) => [
  { path, name: 'Users' },
  { path: `${path}/keys`, name: 'API keys' },
];

/** What people of the provider can change about themselves, they change there. */
function hasAccount({ session, principal }: RequestAuth): boolean {
  return session !== null && principal?.method !== settings.provider?.id;
}

/** Without a session there is nothing to sign out of. */
function signOut({ session, logoutPath }: RequestAuth): Html | null {
  return session === null ? null : html`<form method="post" action="${logoutPath}"><button>Sign out</button></form>`;
}

/** As people read them. */
function rolesOf({ principal }: RequestAuth): string {
  const held = people.roles.all.filter(({ name }) => principal?.roles.includes(name));
  return held.map(({ label }) => label).join(', ') || 'No role';
}

export const initialOf = (name: string): string => [...name][0]?.toUpperCase() ?? '';

const currentMark = (isCurrent: boolean): Html | null => (isCurrent ? html` aria-current="page"` : null);
