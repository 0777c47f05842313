// Formatting and lint by biome.
import { runTool } from '../command.mjs';

/** Problems are biome's findings. */
export async function checkStyle(from) {
  const { code, output } = await runTool(
    'biome',
    ['ci', '--colors=off', '--error-on-warnings', '--reporter=concise', '--max-diagnostics=100'],
    {
      cwd: from,
      quiet: true,
    },
  );
  const read = Number(/Checked (\d+) files?/.exec(output)?.[1] ?? 0);
  return { read, problems: code === 0 ? [] : [output] };
}
