/**
 * The settings of the assistant, for admins.
 */

import { type Answer, type Call, page } from '../answer.ts';
import { settingsNow } from '../assistant-settings.ts';
import { frame } from './frame.ts';
import { html } from './html.ts';

export function settingsPage(call: Call): Answer {
  const { greeting, maxMessageLength, maxAgents } = settingsNow();
  const isSaved = call.message.url?.endsWith('?saved') === true;
  const main = html`<h1>Settings</h1>
<p class="lead">They count at once, for everybody, until the server ends.</p>
${isSaved ? html`<p class="notice" role="status">Saved.</p>` : null}
<form class="panel" method="post" action="${call.auth.link('/admin/settings')}">
<label>Greeting <input name="greeting" required maxlength="200" value="${greeting}" autocomplete="off"></label>
<label>Longest message, in characters <input name="max_message_length" type="number" required min="1" max="10000" value="${maxMessageLength}"></label>
<label>Agents at most <input name="max_agents" type="number" required min="1" max="100" value="${maxAgents}"></label>
<button class="primary">Save</button>
</form>`;
  return page(frame(call, { title: 'Settings', current: '/admin/settings', main }));
}
