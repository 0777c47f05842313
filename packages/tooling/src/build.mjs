// Builds all packages and examples into their `dist`: types and examples by tsc, then the JavaScript of the packages.
import { runTool } from './command.mjs';
import { joinModules } from './join-modules.mjs';

/** Resolves with what is wrong, a text each. */
export async function buildAll(from) {
  const { code, output } = await runTool('tsc', ['-b'], { cwd: from, quiet: true });
  if (code !== 0) return [output.trim() === '' ? 'tsc failed without a message.' : output];
  return joinModules(from);
}
