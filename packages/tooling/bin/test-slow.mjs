#!/usr/bin/env node
// npm run test:slow: the tests on the other Node versions, then the packages' own slow tests; ends as npm test does.
import { fetchNode } from '../src/node-peer.mjs';
import { prepare } from '../src/prepare.mjs';
import { close, none, sum, totalsLine } from '../src/totals.mjs';
import { packagesWith, runTask } from '../src/turbo.mjs';

// The oldest that engines.node allows, and the newest of each other major.
const NODES = ['20.19', '22', '24', '26'];
// Examples are made of the packages, which run on all: the oldest and the newest are enough for them, and one of the
// major version at hand has had them in npm test.
const WITH_EXAMPLES = ['20.19', '26'].filter((range) => majorOf(range) !== majorOf(process.versions.node));

await prepare();
const counts = [];
const summary = [];
for (const range of NODES) {
  const { line, totals } = await testOn(range);
  summary.push(`Node ${range}: ${line}`);
  console.log(summary.at(-1));
  counts.push(totals);
}
const slow = packagesWith('test:slow');
console.log(slow.length === 0 ? 'No package has slow tests.' : `Slow tests of ${slow.length} packages.`);
counts.push(await runTask('test:slow'));
console.log(summary.join('\n'));
close(sum(...counts));

async function testOn(range) {
  const node = await fetchNode(range);
  if (node.path === undefined) {
    const failed = node.missing && process.env.DOORWARD_REQUIRE === 'all';
    const line = `${failed ? 'FAILED' : 'skipped'}, ${node.reason}`;
    return { line, totals: failed ? { ...none, failed: 1 } : { ...none, skipped: 1 } };
  }
  console.log(`Testing on Node ${node.version}.`);
  const all = packagesWith('test');
  const only = WITH_EXAMPLES.includes(range) ? all : all.filter(({ folder }) => !folder.startsWith('examples/'));
  const totals = await runTask('test', { node, only });
  return { line: `${totalsLine(totals)} (${node.version})`, totals };
}

function majorOf(version) {
  return version.split('.')[0];
}
