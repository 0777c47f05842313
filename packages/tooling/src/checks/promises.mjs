// Floating promises, by oxlint with types: biome's own rule does not see promises of another package.
import { runTool } from '../command.mjs';

/** Problems are oxlint's findings; rules are in oxlint.json, types come from tsconfig.test.json. */
export async function checkPromises(from) {
  const options = ['--type-aware', '--tsconfig', 'tsconfig.test.json', '-c', 'oxlint.json'];
  const { code, output } = await runTool('oxlint', [...options, 'packages', 'examples'], { cwd: from, quiet: true });
  const read = Number(/on (\d+) files?/.exec(output)?.[1] ?? 0);
  return { read, problems: code === 0 ? [] : [output] };
}
