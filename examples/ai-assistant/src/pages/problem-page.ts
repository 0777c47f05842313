/**
 * What people see in place of a page that cannot be shown.
 */

import type { Call } from '../answer.ts';
import type { ProblemBody } from '../problem.ts';
import { frame } from './frame.ts';
import { type Html, html } from './html.ts';

export function problemPage(call: Call, { status, detail }: ProblemBody): Html {
  const title = status === 404 ? 'There is nothing here' : status >= 500 ? 'That went wrong' : 'That did not work';
  const main = html`<h1>${title}</h1><p class="lead">${detail}</p><p><a class="button" href="${call.auth.link('/')}">All agents</a></p>`;
  return frame(call, { title, current: '', main });
}
