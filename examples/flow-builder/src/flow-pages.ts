/**
 * The pages of the flows.
 */

import { ownerOf } from './api-flows.ts';
import type { Answer, Call } from './call.ts';
import { ApiError } from './errors.ts';
import { escapeHtml } from './escape-html.ts';
import { type Flow, KINDS } from './flow.ts';
import { drawFlow, previewFlow } from './flow-drawing.ts';
import { flows } from './flows.ts';
import { page } from './page.ts';
import { TEMPLATES } from './templates.ts';

/** `GET /flows`: the own flows, nobody else's, whatever the role. */
export async function flowsPage(call: Call): Promise<Answer> {
  const { auth } = call;
  const own = await flows.list(ownerOf(call));
  const cards = own.map((flow) => card(flow, auth.link(`/flow/${flow.id}`)));
  const list =
    own.length === 0
      ? '<p class="empty">You have no flow yet. Take one of these to begin with.</p>'
      : `<ul class="cards">${cards.join('')}</ul>`;
  const main = `<h1>Your flows</h1>
<p class="lead">Only you see them. Superusers manage users, and have flows of their own.</p>
${list}
<section class="panel"><h2>New flow</h2>
<form class="new" method="post" action="${auth.link('/flows')}">
<label>Name <input name="name" maxlength="128" placeholder="As its template" autocomplete="off"></label>
<fieldset><legend>Begin with</legend>${Object.entries(TEMPLATES).map(choice).join('')}</fieldset>
<button class="primary">Create flow</button>
</form></section>`;
  return page({ auth, title: 'Flows', main });
}

/** `GET /flow/{id}`. */
export async function flowPage(call: Call): Promise<Answer> {
  const { auth, id } = call;
  const flow = await flows.get(ownerOf(call), id);
  if (flow === null) throw new ApiError(404, 'Flow not found');
  const action = auth.link(`/flow/${flow.id}`);
  const main = `<p class="back"><a href="${auth.link('/flows')}">All flows</a></p>
<h1>${escapeHtml(flow.name)}</h1>
<p class="lead">${escapeHtml(flow.description)}</p>
<div class="canvas" tabindex="0" role="group" aria-label="The flow">${drawFlow(flow.data, flow.name)}</div>
<div class="pair">${stepForm(flow, action)}${detailsForm(flow, action)}</div>`;
  return page({ auth, title: flow.name, main });
}

export function errorPage({ auth }: Call, status: number, detail: string): Answer {
  const title = status === 404 ? 'There is nothing here' : status >= 500 ? 'That went wrong' : 'That did not work';
  const main = `<h1>${title}</h1><p class="lead">${escapeHtml(detail)}</p><p><a class="button" href="${auth.link('/flows')}">Your flows</a></p>`;
  return page({ auth, title, main, status });
}

function card({ name, description, data, updated_at }: Flow, href: string): string {
  const steps = data.nodes.length === 1 ? '1 step' : `${data.nodes.length} steps`;
  return `<li class="card">${previewFlow(data)}<h2><a href="${href}">${escapeHtml(name)}</a></h2><p>${escapeHtml(description)}</p><p class="facts">${steps} · <time datetime="${updated_at}">${DATE.format(new Date(updated_at))}</time></p></li>`;
}

const DATE = new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' });

function choice([id, { name, description, data }]: [string, (typeof TEMPLATES)[keyof typeof TEMPLATES]]): string {
  return `<label class="choice"><input type="radio" name="template" value="${id}"${id === 'answers' ? ' checked' : ''}><span>${previewFlow(data)}<b>${name}</b><small>${description}</small></span></label>`;
}

function stepForm({ data }: Flow, action: string): string {
  const kinds = Object.entries(KINDS).map(([kind, name]) => `<option value="${kind}">${name}</option>`);
  const last = data.nodes.at(-1)?.id;
  const steps = data.nodes.map(
    (node) =>
      `<option value="${escapeHtml(node.id)}"${node.id === last ? ' selected' : ''}>${escapeHtml(node.data.label)}</option>`,
  );
  return `<section class="panel"><h2>Add a step</h2>
<form method="post" action="${action}/steps">
<label>Kind <select name="type">${kinds.join('')}</select></label>
<label>Label <input name="label" maxlength="60" required autocomplete="off"></label>
<label>After <select name="after">${steps.join('')}<option value="">Nothing: a new beginning</option></select></label>
<button class="primary">Add step</button>
</form></section>`;
}

function detailsForm({ name, description }: Flow, action: string): string {
  return `<section class="panel"><h2>Details</h2>
<form method="post" action="${action}">
<label>Name <input name="name" maxlength="128" required value="${escapeHtml(name)}" autocomplete="off"></label>
<label>Description <input name="description" maxlength="1000" value="${escapeHtml(description)}" autocomplete="off"></label>
<button>Save</button>
</form>
<details class="danger"><summary>Delete this flow</summary>
<form method="post" action="${action}/delete"><p>It cannot be brought back.</p><button>Delete for good</button></form></details></section>`;
}
