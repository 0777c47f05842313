// The checks of npm test: what each one reads, how it is run, and what to do when it fails.
import { checkChangesets } from './checks/changesets.mjs';
import { checkErrorPages } from './checks/error-pages.mjs';
import { checkHygiene } from './checks/hygiene.mjs';
import { checkLayers } from './checks/layers.mjs';
import { checkPackaging } from './checks/packaging.mjs';
import { checkPromises } from './checks/promises.mjs';
import { checkSnippets } from './checks/snippets.mjs';
import { checkStatements } from './checks/statements.mjs';
import { checkStyle } from './checks/style.mjs';
import { checkTypes } from './checks/types.mjs';
import { checkUnused } from './checks/unused.mjs';
import { root } from './repository.mjs';
import { none, sum } from './totals.mjs';

// Each resolves with { read, problems }. `types` comes first: it builds what others read.
const CHECKS = {
  types: { check: checkTypes, reads: 'files', remedy: 'make tsc pass' },
  style: { check: checkStyle, reads: 'files', remedy: 'npm run format, then mend the rest by hand' },
  promises: { check: checkPromises, reads: 'files', remedy: 'await the promise, handle its rejection, or say void' },
  layers: { check: checkLayers, reads: 'modules', remedy: 'see the table in packages/tooling/src/checks/layers.mjs' },
  unused: { check: checkUnused, reads: 'files', remedy: 'remove it, or say in knip.jsonc why it stays' },
  packaging: { check: checkPackaging, reads: 'tarballs', remedy: 'mend the package.json' },
  changesets: { check: checkChangesets, reads: 'files', remedy: 'npm run changeset' },
  'error-pages': { check: checkErrorPages, reads: 'codes', remedy: 'write or remove the page in docs/errors' },
  statements: { check: checkStatements, reads: 'statements', remedy: 'name the statement in the test that proves it' },
  snippets: { check: checkSnippets, reads: 'pages', remedy: 'node packages/tooling/bin/snippets.mjs --write' },
  hygiene: { check: checkHygiene, reads: 'files', remedy: 'remove what is named' },
};

/** In the order in which they run. */
export const checkNames = Object.keys(CHECKS);

/** Runs these checks, all of them even when one fails, prints a line each, and resolves with the counts. */
export async function runChecks(names = checkNames, from = root) {
  const counts = [];
  for (const name of names) {
    const passed = await passes(name, from);
    counts.push(passed ? { ...none, passed: 1 } : { ...none, failed: 1, failures: [`check ${name}`] });
  }
  return sum(...counts);
}

async function passes(name, from) {
  const { check, reads, remedy } = CHECKS[name];
  const start = performance.now();
  const { read, problems } = await check(from).catch((error) => ({ read: 0, problems: [error.stack] }));
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  const all = read > 0 ? problems : [...problems, `It read no ${reads}, so it proves nothing.`];
  console.log(`${all.length === 0 ? 'ok  ' : 'FAIL'} ${name.padEnd(12)} ${read} ${reads}, ${seconds} s`);
  if (all.length === 0) return true;
  console.log(
    `${all.join('\n').replace(/^/gm, '     ')}\n     To do: ${remedy}. Run it alone: npm run check -- ${name}`,
  );
  return false;
}
