#!/usr/bin/env node
// node packages/tooling/bin/snippets.mjs [--write]: compares the code in README and docs with its files, or renews it.
import { checkSnippets } from '../src/checks/snippets.mjs';
import { root } from '../src/repository.mjs';

const write = process.argv.includes('--write');
const { read, problems } = await checkSnippets(root, { write });
for (const problem of problems) console.error(problem);
console.log(`${read} pages ${write ? 'renewed' : 'read'}, ${problems.length} problems`);
process.exitCode = problems.length > 0 || read === 0 ? 1 : 0;
