/**
 * Whether a password is made of what is known about its owner: names and e-mail addresses.
 */

import { compact, fold } from './password-cores.ts';

const SHORTEST_WORD = 3;
const MAX_FIGURES = 8;

/** Names and addresses, and each word in them of 3 characters and more, the longest first. */
export function personalWords(about: readonly string[]): string[] {
  const texts = about.map(fold);
  const words = [...texts.map(compact), ...texts.flatMap((text) => text.split(/[^\p{L}\p{N}]+/u))];
  return [...new Set(words)]
    .filter((word) => word.length >= SHORTEST_WORD)
    .toSorted((one, other) => other.length - one.length);
}

/** True when a core of the password holds nothing but these words and a few figures. */
export function isPersonal(cores: readonly string[], words: readonly string[]): boolean {
  return cores.map(compact).some((core) => {
    const rest = words.reduce((text, word) => text.replaceAll(word, ''), core);
    return rest !== core && rest.length <= MAX_FIGURES && !/\p{L}/u.test(rest);
  });
}
