/**
 * The start page, and the page of one agent: who it is, and the box to talk to it. A script shows replies as
 * they come; without it the form is sent, and the page answers.
 */

import { type Agent, agentOf, agents } from '../agents/agents.ts';
import { SKILLS } from '../agents/skills.ts';
import { type Answer, type Call, type Handler, page } from '../answer.ts';
import { replyOf } from '../api/messages.ts';
import { settingsNow } from '../assistant-settings.ts';
import { readForm } from '../read-body.ts';
import { frame, initialOf } from './frame.ts';
import { type Html, html } from './html.ts';

/** All agents as cards; the first one can be talked to at once. */
export const startPage: Handler = (call) => {
  const [first] = agents();
  const { auth } = call;
  const cards = agents().map(
    ({ id, name, description, skill }) =>
      html`<li><a href="${auth.link(`/agents/${id}`)}">${face(name)}<b>${name}</b></a><p>${description || SKILLS[skill].label}</p></li>`,
  );
  const main =
    first === undefined
      ? html`<h1>Heron</h1><p class="empty">There is no agent yet.</p>`
      : html`<div class="welcome"><h1>Whom would you like to ask?</h1><ul class="cards">${cards}</ul></div>
${auth.can('agents:execute') ? composer(call, first) : null}`;
  return page(frame(call, { title: 'Agents', current: '/', main }));
};

export const agentPage: Handler = (call) => drawAgent(call, agentOf(call.params));

/** The box of the page, sent as a form. */
export const askAgent: Handler = async (call) => {
  const agent = agentOf(call.params);
  const message = (await readForm(call.message)).get('message') ?? '';
  return drawAgent(call, agent, { message: message.trim(), reply: replyOf(agent, message) });
};

function drawAgent(call: Call, agent: Agent, said?: { readonly message: string; readonly reply: string }): Answer {
  const { id, name, description, skill } = agent;
  const { auth } = call;
  const exchange = said && html`${bubble('you', 'You', said.message)}${bubble('agent', name, said.reply)}`;
  const main = html`<div class="heading">${face(name)}<div><h1>${name}</h1><p>${description || SKILLS[skill].label}</p></div>${auth.can('agents:delete') ? deletion(call, agent) : null}</div>
<div class="talk" id="talk" role="log" aria-label="Conversation with ${name}">${bubble('agent', name, settingsNow().greeting)}${exchange ?? null}</div>
${auth.can('agents:execute') ? composer(call, agent) : null}`;
  return page(frame(call, { title: name, current: `/agents/${id}`, main, script: '/assets/chat.js' }));
}

const face = (name: string): Html => html`<span class="face" aria-hidden="true">${initialOf(name)}</span>`;

function bubble(look: 'you' | 'agent', who: string, text: string): Html {
  return html`<p class="${look}"><span class="who">${who}</span>${text}</p>`;
}

function composer({ auth }: Call, { id, name, skill }: Agent): Html {
  const { maxMessageLength } = settingsNow();
  return html`<form class="composer" id="composer" method="post" action="${auth.link(`/agents/${id}/messages`)}" data-api="${auth.link(`/api/agents/${id}/messages`)}" data-agent="${name}">
<label for="message">Message to ${name}</label>
<textarea id="message" name="message" rows="2" required maxlength="${maxMessageLength}" placeholder="${SKILLS[skill].example}"></textarea>
<button class="primary">Send</button>
</form>`;
}

function deletion({ auth }: Call, { id, name }: Agent): Html {
  return html`<details class="danger"><summary>Delete</summary><form method="post" action="${auth.link(`/agents/${id}/delete`)}"><p>${name} is gone for everybody.</p><button>Delete ${name}</button></form></details>`;
}
