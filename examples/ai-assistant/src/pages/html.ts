/**
 * HTML in which every text that is put in is escaped: html`<p>${name}</p>`.
 */

export class Html {
  readonly text: string;

  /** Takes HTML as it is. */
  constructor(text: string) {
    this.text = text;
  }
}

/** A text, HTML, several of them, or nothing. */
export type Content = string | number | Html | null | readonly Content[];

export function html(parts: TemplateStringsArray, ...contents: readonly Content[]): Html {
  return new Html(parts.map((part, index) => part + textOf(contents[index] ?? null)).join(''));
}

function textOf(content: Content): string {
  if (content === null) return '';
  if (content instanceof Html) return content.text;
  if (typeof content === 'object') return content.map(textOf).join('');
  return String(content).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
