/**
 * All pipelines, and a form for a new one.
 */

import { type Handler, page } from '../answer.ts';
import { pipelines } from '../pipelines/pipelines.ts';
import { frame } from './frame.ts';
import { html } from './html.ts';
import { pipelineList } from './pipeline-list.ts';

export const pipelinesPage: Handler = async (call) => {
  const { auth } = call;
  const form = html`<form class="new" method="post" action="${auth.link('/pipelines')}">
<label for="name">New pipeline</label><input id="name" name="name" required maxlength="60" autocomplete="off"><button class="primary">Create</button></form>`;
  const main = html`<h1>Pipelines</h1>
<p class="lead">What runs, and when it ran last.</p>
<section class="panel">${pipelineList(auth, pipelines())}</section>
${auth.can('pipeline:create') ? form : null}`;
  return page(await frame(call, { title: 'Pipelines', current: '/pipelines', main }));
};
