/**
 * The page of an error.
 */

import type { Call } from '../answer.ts';
import { frame } from './frame.ts';
import { type Html, html } from './html.ts';

const TEXTS: Readonly<Record<number, readonly [title: string, text: string]>> = {
  402: ['That cannot be saved', 'A name of 1 to 60 characters is needed.'],
  404: ['There is no such page', 'What was here may have been deleted.'],
};

const FAILED = ['Something went wrong', 'It is our fault, and it was written down. Try again.'] as const;

export function messagePage(call: Call, status: number): Promise<Html> {
  const [title, text] = TEXTS[status] ?? FAILED;
  const main = html`<h1>${title}</h1>
<p class="lead">${text} <a href="${call.auth.link('/')}">To the overview</a></p>`;
  return frame(call, { title, current: '', main });
}
