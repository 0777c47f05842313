/**
 * What the directory says of one entry. Names of attributes are compared without regard to case, and are never
 * members of an object: what is not in the entry is not there.
 */

import type { Entry as LibraryEntry } from 'ldapts';

export interface Entry {
  readonly dn: string;
  /** Values of an attribute that are text; none when it has none. */
  texts(attribute: string): readonly string[];
  /** The first value of an attribute, whether it is text or bytes. */
  first(attribute: string): string | Uint8Array | undefined;
}

/** Short and long names of one attribute: servers answer by the short one. RFC 4519 §2 */
const SHORT_NAMES: ReadonlyMap<string, string> = new Map([
  ['userid', 'uid'],
  ['commonname', 'cn'],
  ['surname', 'sn'],
  ['rfc822mailbox', 'mail'],
]);

/** Active Directory gives many values in pieces, the first one under a name of this form (MS-ADTS §3.1.1.3.1.3.3). */
const RANGE = /;range=0-(?:\d+|\*)$/;

export function readEntry({ dn, ...attributes }: LibraryEntry): Entry {
  // One that was asked for and is not there has no values, also beside its first piece.
  const present = Object.entries(attributes).filter(([, given]) => given.length > 0);
  const values = new Map(present.map(([name, given]) => [shortName(name.toLowerCase().replace(RANGE, '')), given]));
  const all = (attribute: string): readonly (string | Uint8Array)[] =>
    [values.get(shortName(attribute.toLowerCase())) ?? []].flat();
  return {
    dn,
    texts: (attribute) => all(attribute).filter((value) => typeof value === 'string'),
    first: (attribute) => all(attribute)[0],
  };
}

function shortName(attribute: string): string {
  return SHORT_NAMES.get(attribute) ?? attribute;
}
