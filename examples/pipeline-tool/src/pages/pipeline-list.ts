/**
 * Pipelines as a table, with their last run.
 */

import type { RequestAuth } from '@doorward/auth';
import type { Pipeline } from '../pipelines/pipelines.ts';
import type { Run } from '../pipelines/run.ts';
import { type Html, html } from './html.ts';

export function pipelineList(auth: RequestAuth, list: readonly Pipeline[]): Html {
  if (list.length === 0) return html`<p class="empty">There is no pipeline.</p>`;
  return html`<table><thead><tr><th scope="col">Pipeline</th><th scope="col">Runs</th><th scope="col">Last run</th></tr></thead>
<tbody>${list.map((pipeline) => row(auth, pipeline))}</tbody></table>`;
}

export function badge({ status }: Run): Html {
  return html`<span class="badge ${status}">${status}</span>`;
}

export function timeOf(run: Run): string {
  return `${new Date(run.startedAt).toISOString().slice(11, 16)} UTC`;
}

function row(auth: RequestAuth, { id, name, description, schedule, runs: [last] }: Pipeline): Html {
  const run = last === undefined ? 'never' : html`${badge(last)} ${timeOf(last)}`;
  return html`<tr><th scope="row"><a href="${auth.link(`/pipelines/${id}`)}">${name}</a><small>${description}</small></th><td>${schedule}</td><td>${run}</td></tr>`;
}
