/**
 * Adding and deleting agents on pages. That a form comes from a page of ours was checked by the guard.
 */

import { agentOf, removeAgent } from '../agents/agents.ts';
import { SKILLS } from '../agents/skills.ts';
import { type Handler, page, seeOther } from '../answer.ts';
import { addChecked } from '../api/agents.ts';
import { readForm } from '../read-body.ts';
import { frame } from './frame.ts';
import { html } from './html.ts';

export const newAgentPage: Handler = (call) => {
  const choices = Object.entries(SKILLS).map(
    ([id, { label, description }], index) =>
      html`<label class="choice"><input type="radio" name="skill" value="${id}"${index === 0 ? html` checked` : null}><span><b>${label}</b>${description}</span></label>`,
  );
  const main = html`<h1>New agent</h1>
<p class="lead">Everybody who is signed in can talk to it.</p>
<form class="panel" method="post" action="${call.auth.link('/new-agent')}">
<label>Name <input name="name" required maxlength="60" autocomplete="off"></label>
<label>Description <input name="description" maxlength="300" autocomplete="off"></label>
<fieldset><legend>What it does</legend>${choices}</fieldset>
<button class="primary">Add agent</button>
</form>`;
  return page(frame(call, { title: 'New agent', current: '/new-agent', main }));
};

export const addByForm: Handler = async (call) => {
  const { id } = addChecked(call, Object.fromEntries(await readForm(call.message)));
  return seeOther(call.auth.link(`/agents/${id}`));
};

export const deleteByForm: Handler = ({ auth, params }) => {
  removeAgent(agentOf(params));
  return seeOther(auth.link('/'));
};
