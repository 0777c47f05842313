/**
 * The first page: the pipelines, and who you are.
 */

import type { RequestAuth } from '@doorward/auth';
import { type Handler, page } from '../answer.ts';
import { pipelines } from '../pipelines/pipelines.ts';
import { frame, rolesOf } from './frame.ts';
import { type Html, html } from './html.ts';
import { pipelineList } from './pipeline-list.ts';

export const overviewPage: Handler = async (call) => {
  const { auth } = call;
  const main = html`<h1>Overview</h1>
<p class="lead">Data flows from somewhere to somewhere else, and somebody may open the gates.</p>
${auth.can('pipeline:read') ? html`<section class="panel"><h2>Pipelines</h2>${pipelineList(auth, pipelines())}</section>` : html`<p class="notice">You don’t have access to this project. Please ask an admin or owner for permissions.</p>`}
<section class="panel"><h2>You</h2>${facts(auth)}</section>`;
  return page(await frame(call, { title: 'Overview', current: '/', main }));
};

const RIGHTS: readonly (readonly [permission: string, text: string])[] = [
  ['pipeline:read', 'look at pipelines and their logs'],
  ['pipeline:update', 'run and change them'],
  ['pipeline:create', 'make new ones'],
  ['pipeline:delete', 'delete them'],
];

function facts(auth: RequestAuth): Html {
  const { principal, session } = auth;
  const rights = RIGHTS.filter(([permission]) => auth.can(permission)).map(([, text]) => text);
  const end = session === null ? 'no session' : new Date(session.expiresAt).toISOString().slice(0, 10);
  return html`<dl>
<dt>Name</dt><dd>${principal?.name ?? 'nobody'}</dd>
<dt>Role</dt><dd>${rolesOf(auth)}</dd>
<dt>You may</dt><dd>${rights.join(', ') || 'do nothing yet'}</dd>
<dt>Signed in until</dt><dd>${end}</dd>
</dl>`;
}
