/**
 * Which texts a database keeps as they are: no NUL, no half of a surrogate pair.
 */

import { AuthError } from '@doorward/core';

const NOT_STORABLE = /[\0\p{Cs}]/u;

/** False: nothing can be stored under such a name, so nothing is looked for. */
export const isStorable = (text: string): boolean => !NOT_STORABLE.test(text);

/** @throws AuthError `sql/failed`: cut short by the database, two different names could become one. */
export function assertStorable(texts: Iterable<string | null>): void {
  for (const text of texts) {
    if (text !== null && !isStorable(text)) {
      throw new AuthError('sql/failed', 'A text with a NUL character or half a surrogate pair cannot be stored.');
    }
  }
}
