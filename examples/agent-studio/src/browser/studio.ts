/**
 * The studio in the browser: lists what there is, with the buttons that this person may press.
 *
 * What is hidden here is refused there, too: the server asks for the same permissions.
 */

import { createClient } from '@doorward/client';
import { button, element, find } from './elements.ts';
import { dialogFor, type Item } from './item-dialog.ts';
import { showPerson } from './person.ts';
import { call, type Place } from './studio-api.ts';

type Kind = 'agents' | 'workflows' | 'datasets';

const KINDS: readonly (readonly [kind: Kind, title: string, one: string])[] = [
  ['agents', 'Agents', 'agent'],
  ['workflows', 'Workflows', 'workflow'],
  ['datasets', 'Datasets', 'dataset'],
];

const { base = '', api = '' } = document.body.dataset;
const place: Place = { api: base + api, onProblem: showProblem };
const client = createClient({ url: base, capabilitiesPath: `${api}/auth/capabilities` });

// #region can
const capabilities = await client.capabilities();
const { can } = capabilities;
// #endregion can

showPerson(capabilities, client.signOut);
for (const [kind, title, one] of KINDS) if (can(`${kind}:read`)) await showKind(kind, title, one);

async function showKind(kind: Kind, title: string, one: string): Promise<void> {
  const answer = await call<Record<string, Item[]>>(place, 'GET', `/${kind}`);
  const list = element('ul', { className: 'cards' });
  const heading = element('h2', { id: kind, textContent: title });
  const head = element('div', { className: 'head' }, heading);
  if (can(`${kind}:write`)) {
    head.append(
      button(`New ${one}`, async () => {
        const fields = await dialogFor(`New ${one}`);
        const added = fields && (await call<Item>(place, 'POST', `/${kind}`, fields));
        if (added) list.append(card(kind, added));
      }),
    );
  }
  const section = element('section', {}, head, list);
  section.setAttribute('aria-labelledby', kind);
  find('resources').append(section);
  list.append(...(answer?.[kind] ?? []).map((item) => card(kind, item)));
}

function card(kind: Kind, item: Item): HTMLLIElement {
  const output = element('output', {});
  const actions = element('div', { className: 'actions' });
  const name = element('h3', { textContent: item.name });
  const shown = element('li', {}, name, element('p', { textContent: item.description }), actions, output);
  const path = `/${kind}/${item.id}`;
  // #region buttons
  if (can(`${kind}:execute:${item.id}`)) actions.append(button('Run', run, `Run ${item.name}`));
  if (can(`${kind}:write:${item.id}`)) actions.append(button('Edit', edit, `Edit ${item.name}`));
  if (can(`${kind}:delete:${item.id}`)) actions.append(button('Delete', remove, `Delete ${item.name}`));
  // #endregion buttons

  async function run(): Promise<void> {
    const answer = await call<{ output: string }>(place, 'POST', `${path}/execute`, { input: 'hello' });
    output.textContent = answer?.output ?? '';
  }
  async function edit(): Promise<void> {
    const fields = await dialogFor(`Edit ${item.name}`, item);
    const changed = fields && (await call<Item>(place, 'PUT', path, fields));
    if (changed) shown.replaceWith(card(kind, changed));
  }
  async function remove(): Promise<void> {
    if (!confirm(`Delete ${item.name}?`)) return;
    const isDone = await call<true>(place, 'DELETE', path);
    if (isDone) shown.remove();
  }
  return shown;
}

/** `null`: what was wrong is over. */
function showProblem(text: string | null): void {
  const problem = find('problem');
  problem.hidden = text === null;
  problem.textContent = text;
}
