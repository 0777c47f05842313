/**
 * The page of a notebook, as HTML. Nothing here runs code: it is what stands behind the login.
 */

import type { RequestAuth } from '@doorward/core';
import { escapeHtml } from './escape-html.ts';
import { type Cell, type Notebook, notebooks } from './notebooks.ts';
import { STYLE } from './style.ts';

/** `file` comes from the address, and the user's name from the client: both are escaped. */
export function notebookPage(auth: RequestAuth, file = 'welcome.py'): string {
  const notebook = notebooks(auth).find(({ name }) => name === file) ?? unknownNotebook(file);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${escapeHtml(notebook.title)} · Notebook server</title>
<link rel="icon" href="data:,">
<style>${STYLE}</style>
</head>
<body>
${header(auth)}
<div class="columns">
${fileList(auth, file)}
<main>
<p class="path">${escapeHtml(notebook.name)}</p>
<h1>${escapeHtml(notebook.title)}</h1>
${notebook.cells.map(cell).join('\n')}
</main>
</div>
<footer>An example of Doorward. Nothing on this page runs code. <a href="${auth.rootPath}/api/status">/api/status</a></footer>
</body>
</html>
`;
}

/** Without a session there is nothing to sign out of. */
function header({ principal, session, rootPath }: RequestAuth): string {
  const who =
    principal?.method === 'off'
      ? 'Login is switched off'
      : `Signed in as <b>${escapeHtml(principal?.name ?? 'nobody')}</b>`;
  const signOut = `<form method="post" action="${rootPath}/auth/logout"><button>Sign out</button></form>`;
  return `<header>
<div><a class="brand" href="${rootPath}/">${ICON}Notebook server</a><span class="badge">Example</span></div>
<div class="account"><span>${who}</span>${session === null ? '' : signOut}</div>
</header>`;
}

function fileList(auth: RequestAuth, current: string): string {
  const links = notebooks(auth).map(({ name }) => {
    const here = name === current ? ' aria-current="page"' : '';
    return `<li><a href="${auth.rootPath}/notebook?file=${encodeURIComponent(name)}"${here}>${escapeHtml(name)}</a></li>`;
  });
  return `<nav aria-label="Notebooks"><h2>Notebooks</h2><ul>${links.join('')}</ul></nav>`;
}

function cell({ text, code, output }: Cell): string {
  if (code === undefined) return `<section>${text}</section>`;
  return `<section class="cell"><pre tabindex="0" role="group" aria-label="Code"><code>${highlight(code)}</code></pre><div class="output">${output}</div></section>`;
}

function highlight(code: string): string {
  return escapeHtml(code)
    .replace(/\b(?:import|as)\b/g, '<b>$&</b>')
    .replace(/&#34;.*?&#34;/g, '<i>$&</i>');
}

function unknownNotebook(name: string): Notebook {
  return {
    name,
    title: 'No such notebook',
    cells: [{ text: '<p>This server has no notebook of that name. Take one from the list.</p>' }],
  };
}

const ICON =
  '<svg viewBox="0 0 24 24" aria-hidden="true"><path d="M6 3h11a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H6z"/><path class="spine" d="M6 3v18M3 7h3M3 12h3M3 17h3M10 8h5"/></svg>';
