// What no file of the repository may hold.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFiles } from '../repository.mjs';

// Written so that this file does not find itself.
const FORBIDDEN = [
  { pattern: /registry\.npmjs\.org/, what: 'the host of the npm registry' },
  { pattern: /(?<![\w./~-])\/(work|root)\//, what: 'an absolute path of a machine' },
  { pattern: /\b(T[O]DO|FIXM[E])\b(?!\()/, what: 'a to-do without a reason, which is given in parentheses' },
];

/** Problems are lines of text files that match. */
export async function checkHygiene(from) {
  const problems = [];
  const files = repositoryFiles(from);
  for (const file of files) {
    const text = readFileSync(join(from, file), 'utf8');
    if (text.includes('\0')) continue;
    for (const [index, line] of text.split('\n').entries()) {
      for (const { pattern, what } of FORBIDDEN) {
        if (pattern.test(line)) problems.push(`${file}:${index + 1}: ${what}`);
      }
    }
  }
  return { read: files.length, problems };
}
