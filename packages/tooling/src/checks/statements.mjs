// Every claimed statement (packages/testing/statements.json) is named where it is proved, and what a test cites is claimed.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, repositoryFiles } from '../repository.mjs';

const CLAIMS = 'packages/testing/statements.json';
const PROOF = /^(packages|examples)\/[^/]+\/(test|slow)\/.*\.test\.tsx?$|^packages\/testing\/src\/.*\.tsx?$/;
const COMMENT = /^\s*(?:\/\/|\/?\*).*$/gm;
const PARENTHESES = /\(([^()]*)\)/g;
// What a part in parentheses begins with: A9, V12, O-63. Other letters (G9), longer numbers (S256) and user agents
// (X11; Linux) are something else.
const ID = /^(?:A\d{1,3}|[DFLPR-TV-XZ]\d{1,2}|O-\d{2})(?=$|[\s:-])/;
const UNTIL = /^\s*(?:-|to)\s*/;

/** Problems are claims that no test names, claims made twice or out of order, and what a test cites and nobody claims. */
export async function checkStatements(from) {
  if (!existsSync(join(from, CLAIMS))) return { read: 0, problems: [`${CLAIMS} is missing.`] };
  const claims = readJson(CLAIMS, from);
  const cited = citedIn(from);
  const disorder = claims.findIndex((id, index) => index > 0 && order(claims[index - 1], id) > 0);
  return {
    read: claims.length,
    problems: [
      ...claims.filter((id) => !cited.has(id)).map((id) => `${id} is claimed, and no test names it`),
      ...claims.filter((id, index) => claims.indexOf(id) !== index).map((id) => `${id} is claimed twice`),
      ...(disorder < 0 ? [] : [`${claims[disorder]} stands before ${claims[disorder - 1]} in ${CLAIMS}`]),
      ...[...cited]
        .filter(([id]) => !claims.includes(id))
        .sort(([one], [other]) => order(one, other))
        .map(([id, file]) => `${id} is cited by ${file}, and ${CLAIMS} does not have it`),
    ],
  };
}

/** Each id that the name of a test cites, with the first file that does. */
function citedIn(from) {
  const cited = new Map();
  for (const file of repositoryFiles(from).filter((file) => PROOF.test(file))) {
    const text = readFileSync(join(from, file), 'utf8').replace(COMMENT, '');
    for (const [, inside] of text.matchAll(PARENTHESES))
      for (const id of inside.split(',').flatMap(idsOf)) if (!cited.has(id)) cited.set(id, file);
  }
  return cited;
}

/** The ids of one part: one, none, or all from the first to the last, as in `A12-A15`. */
function idsOf(part) {
  const text = part.trim();
  const first = ID.exec(text)?.[0];
  if (first === undefined) return [];
  const rest = text.slice(first.length);
  const last = ID.exec(rest.replace(UNTIL, ''))?.[0];
  if (!UNTIL.test(rest) || last === undefined) return [first];
  const [letter, low] = split(first);
  const count = split(last)[1] - low + 1;
  return Array.from(
    { length: count },
    (_, index) => `${letter}${String(low + index).padStart(letter === 'O-' ? 2 : 1, '0')}`,
  );
}

function order(one, other) {
  const [letter, number] = split(one);
  const [otherLetter, otherNumber] = split(other);
  if (letter === otherLetter) return number - otherNumber;
  return letter < otherLetter ? -1 : 1;
}

/** The letters of an id, with the dash that it may have, and its number. */
function split(id) {
  const digits = id.search(/\d/);
  return [id.slice(0, digits), Number(id.slice(digits))];
}
