// Unused files, exports and dependencies, by knip.
import { fileURLToPath } from 'node:url';
import { runTool } from '../command.mjs';

/** Problems are knip's findings; exceptions and their reasons are in knip.jsonc. */
export async function checkUnused(from) {
  const reporter = fileURLToPath(new URL('../knip-reporter.mjs', import.meta.url));
  const args = ['--no-progress', '--reporter', 'compact', '--reporter', reporter];
  const { code, output } = await runTool('knip', args, { cwd: from, quiet: true });
  const read = Number(/^knip read (\d+) files$/m.exec(output)?.[1] ?? 0);
  return { read, problems: code === 0 ? [] : [output] };
}
