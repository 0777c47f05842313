/**
 * Elements of the page. Texts are set as texts, never as HTML.
 */

export function element<Name extends keyof HTMLElementTagNameMap>(
  name: Name,
  properties: Partial<HTMLElementTagNameMap[Name]>,
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Name] {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}

/** `label` is for who does not see where the button stands. Its class is the word on it. */
export function button(text: string, press: () => Promise<void>, label = text): HTMLButtonElement {
  const className = text.toLowerCase();
  const made = element('button', { type: 'button', className, textContent: text, ariaLabel: label });
  made.addEventListener('click', async () => {
    made.disabled = true;
    await press().finally(() => {
      made.disabled = false;
    });
  });
  return made;
}

export function find(id: string): HTMLElement {
  const found = document.getElementById(id);
  if (found === null) throw new Error(`the page has no #${id}`);
  return found;
}
