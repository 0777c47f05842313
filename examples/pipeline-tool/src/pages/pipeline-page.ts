/**
 * One pipeline: its blocks, its runs, and the log of the latest as it is written.
 */

import type { RequestAuth } from '@doorward/auth';
import { type Handler, page } from '../answer.ts';
import { pipelineOf } from '../api/pipelines.ts';
import type { Pipeline } from '../pipelines/pipelines.ts';
import { frame } from './frame.ts';
import { type Html, html } from './html.ts';
import { badge, timeOf } from './pipeline-list.ts';

export const pipelinePage: Handler = async (call) => {
  const { auth, params } = call;
  const pipeline = pipelineOf(params);
  const { name, description, schedule, blocks, runs } = pipeline;
  const main = html`<div class="heading"><h1>${name}</h1>${buttons(auth, pipeline)}</div>
<p class="lead">${description} Runs ${schedule}.</p>
<ol class="blocks">${blocks.map((block) => html`<li class="${block.type}"><b>${block.name}</b><small>${block.type.replace('_', ' ')}</small></li>`)}</ol>
<section class="panel"><header><h2 id="run">No run yet</h2><p id="state" role="status" data-state="waiting">Connecting</p></header>
<pre id="log" tabindex="0" aria-label="Log of the latest run" data-socket="${auth.link(`/pipelines/${pipeline.id}/log`)}"></pre></section>
<section class="panel"><h2>Runs</h2>${runs.length === 0 ? html`<p class="empty">It never ran.</p>` : runList(pipeline)}</section>
<template id="ended"><h1>You are signed out</h1><p class="lead">The session ended, and the server closed this page’s socket with it. <a href="${auth.loginPath}?next=${encodeURIComponent(auth.link(`/pipelines/${pipeline.id}`))}">Sign in again</a></p></template>`;
  return page(await frame(call, { title: name, current: '/pipelines', main, script: '/assets/live-log.js' }));
};

function runList({ runs }: Pipeline): Html {
  return html`<table><thead><tr><th scope="col">Run</th><th scope="col">Started by</th><th scope="col">At</th><th scope="col">Status</th></tr></thead>
<tbody>${runs.map((run) => html`<tr><th scope="row">${run.number}</th><td>${run.startedBy}</td><td>${timeOf(run)}</td><td>${badge(run)}</td></tr>`)}</tbody></table>`;
}

/** What this person may not do is not offered. */
function buttons(auth: RequestAuth, { id }: Pipeline): Html {
  const button = (path: string, name: string, look: string): Html =>
    html`<form method="post" action="${auth.link(`/pipelines/${id}/${path}`)}"><button class="${look}">${name}</button></form>`;
  return html`<div class="buttons">${auth.can('pipeline:update') ? button('runs', 'Run now', 'primary') : null}${auth.can('pipeline:delete') ? button('delete', 'Delete', 'danger') : null}</div>`;
}
