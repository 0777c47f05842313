// Every claimed statement (packages/testing/statements.json) is named where it is proved.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readJson, repositoryFiles } from '../repository.mjs';

const CLAIMS = 'packages/testing/statements.json';
const PROOF = /^(packages|examples)\/[^/]+\/(test|slow)\/.*\.test\.tsx?$|^packages\/testing\/src\/.*\.tsx?$/;

/** Problems are claims that no test names, and claims made twice. */
export async function checkStatements(from) {
  if (!existsSync(join(from, CLAIMS))) return { read: 0, problems: [`${CLAIMS} is missing.`] };
  const claims = readJson(CLAIMS, from);
  const proofs = repositoryFiles(from).filter((file) => PROOF.test(file));
  const text = proofs.map((file) => readFileSync(join(from, file), 'utf8')).join('\n');
  const named = new Set(text.match(/\b[A-Z]+\d+\b/g));
  return {
    read: claims.length,
    problems: [
      ...claims.filter((id) => !named.has(id)).map((id) => `${id} is claimed, and no test names it`),
      ...claims.filter((id, index) => claims.indexOf(id) !== index).map((id) => `${id} is claimed twice`),
    ],
  };
}
