/**
 * The common passwords of `data/common-passwords.txt`, read when the first one is asked for.
 */

import { readFileSync } from 'node:fs';

// The same way from src and from dist.
const FILE = new URL('../data/common-passwords.txt', import.meta.url);

let passwords: ReadonlySet<string> | undefined;

/** Common passwords in lower case, of 4 characters and more. */
export function commonPasswords(): ReadonlySet<string> {
  passwords ??= new Set(
    readFileSync(FILE, 'utf8')
      .split('\n')
      .filter((line) => line !== '' && line !== '#' && !line.startsWith('# ')),
  );
  return passwords;
}
