// Runs one task of all packages through turbo and sums up what their tests counted.
import { accessSync, constants, existsSync, rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { runTool } from './command.mjs';
import { RESULTS } from './jest-reporter.mjs';
import { pnpmEnv } from './pnpm.mjs';
import { readJson, root, workspacePackages } from './repository.mjs';
import { none, sum } from './totals.mjs';

// Programs that tests start where they are installed: a result counted without them is no result with them.
const PEERS = ['chromium', 'pg_ctlcluster', 'nginx'];

// A run that hangs is ended, and counted as failed.
const LIMIT_MINUTES = 35;

/**
 * Runs `task` in the packages that have it (or in `only`), on the running Node or on `node` (`{ version, path }`).
 * Resolves with the counts; a package that left none, and an error of turbo itself, count as failed.
 */
export async function runTask(task, { only = packagesWith(task), node } = {}) {
  if (only.length === 0) return none;
  for (const { folder } of only) rmSync(join(root, folder, RESULTS), { force: true });
  const args = ['run', task, '--continue=always', '--ui=stream', '--output-logs=new-only', '--no-update-notifier'];
  const filters = only.map(({ manifest }) => `--filter=${manifest.name}`);
  const concurrency = `--concurrency=${Math.max(2, cpus().length)}`;
  const { code } = await runTool('turbo', [...args, concurrency, ...filters], {
    env: await taskEnv(node),
    minutes: LIMIT_MINUTES,
  });
  const totals = sum(...only.map(countOf));
  if (code === 0 || totals.failed > 0) return totals;
  const failure = `turbo ended with code ${code} though no test failed: see above.`;
  return sum(totals, { ...none, failed: 1, failures: [failure] });
}

/** The packages that have this script; every public package is expected to have tests. */
export function packagesWith(task) {
  return workspacePackages().filter(
    ({ manifest }) => manifest.scripts?.[task] !== undefined || (task === 'test' && manifest.private !== true),
  );
}

function countOf({ folder, manifest }) {
  if (existsSync(join(root, folder, RESULTS))) return namedBy(manifest.name, readJson(`${folder}/${RESULTS}`));
  const failure = `left no ${RESULTS}: it has no test, its run broke off, or a second npm test ran here.`;
  return { ...none, failed: 1, failures: [`${manifest.name} ${failure}`] };
}

function namedBy(name, counts) {
  return { ...counts, failures: (counts.failures ?? []).map((failure) => `${name} ${failure}`) };
}

// DOORWARD_NODE and DOORWARD_PEERS are in turbo's hash, so that another Node or a new peer is never a cache hit.
async function taskEnv(node) {
  const env = await pnpmEnv();
  return {
    ...env,
    PATH: node === undefined ? env.PATH : `${dirname(node.path)}${delimiter}${env.PATH}`,
    DOORWARD_NODE: node?.version ?? process.version,
    // A page looks the same to a browser whatever Node serves it: one Node is enough for those tests.
    DOORWARD_BROWSER: node === undefined ? 'run' : 'skip',
    DOORWARD_PEERS: PEERS.filter((name) => isOnPath(name, env.PATH)).join(),
    TURBO_TELEMETRY_DISABLED: '1',
  };
}

function isOnPath(name, path) {
  return path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder, name), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}
