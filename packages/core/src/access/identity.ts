/**
 * The one canonical form of a name or e-mail address: for signing in, counting guesses, storing and
 * searching alike. Two names of one canonical form are one.
 *
 * @see RFC 8265 §3.3 (UsernameCaseMapped), which maps width and case and normalises; NFKC here, so that
 * look-alikes of compatibility (`ﬁ`, `Ｋ`) are one name too
 */
export function canonicalName(name: string): string {
  // Lowering may decompose (`İ`) and composing may meet another case, so until nothing changes.
  let canonical = fold(name.slice(0, MAX_LENGTH));
  for (let next = fold(canonical); next !== canonical; next = fold(canonical)) canonical = next;
  return canonical;
}

/** Nobody's name is longer, in whatever spelling, and to normalise takes the square of some texts' length. */
const MAX_LENGTH = 512;

function fold(name: string): string {
  return name
    .normalize('NFKC')
    .replace(IGNORABLE, '')
    .toUpperCase()
    .toLowerCase()
    .normalize('NFKC')
    .replace(/\s+/gu, ' ')
    .trim();
}

/** Seen by nobody: zero width, direction marks, variation selectors, soft hyphen. */
const IGNORABLE = /\p{Default_Ignorable_Code_Point}/gu;
