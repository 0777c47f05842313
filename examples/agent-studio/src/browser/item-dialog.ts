/**
 * The form in which an agent, workflow or dataset is made and changed.
 */

import { button, element } from './elements.ts';

export interface Item {
  readonly id: string;
  readonly name: string;
  readonly description: string;
  readonly content: string;
}

type Fields = Pick<Item, 'name' | 'description' | 'content'>;

const EMPTY: Fields = { name: '', description: '', content: '' };

/** What was typed; `null` when the person thought better of it. */
export function dialogFor(title: string, before: Fields = EMPTY): Promise<Fields | null> {
  const name = element('input', { name: 'name', required: true, maxLength: 60, value: before.name });
  const description = element('input', { name: 'description', maxLength: 300, value: before.description });
  const content = element('textarea', { name: 'content', maxLength: 10_000, rows: 5, value: before.content });
  const cancel = button('Cancel', async () => dialog.close());
  const save = element('button', { type: 'submit', className: 'primary', textContent: 'Save' });
  const form = element(
    'form',
    { method: 'dialog' },
    element('h2', { id: 'dialog-title', textContent: title }),
    element('label', {}, 'Name', name),
    element('label', {}, 'Description', description),
    element('label', {}, 'Content, one thing a line', content),
    element('div', { className: 'actions' }, save, cancel),
  );
  const dialog = element('dialog', {}, form);
  dialog.setAttribute('aria-labelledby', 'dialog-title');
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((resolve) => {
    form.addEventListener('submit', () => dialog.close('save'));
    dialog.addEventListener('close', () => {
      dialog.remove();
      const isSaved = dialog.returnValue === 'save';
      resolve(isSaved ? { name: name.value, description: description.value, content: content.value } : null);
    });
  });
}
