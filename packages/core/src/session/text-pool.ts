/**
 * Equal texts as one: a million sessions have a few hundred user agents, and each came as a text of its own.
 */

/** Texts kept at most; past it the pool begins anew. */
const MAX_TEXTS = 1_000;

/** Answers the text itself, or an equal one that came before. */
export function createTextPool(): (text: string) => string {
  const texts = new Map<string, string>();
  return (text) => {
    const known = texts.get(text);
    if (known !== undefined) return known;
    if (texts.size >= MAX_TEXTS) texts.clear();
    texts.set(text, text);
    return text;
  };
}
