// Builds packages and examples, and checks the types of their tests.
import { buildAll } from '../build.mjs';
import { runTool } from '../command.mjs';

/** Problems are what tsc says; read are our own files that the tests' program consists of. */
export async function checkTypes(from) {
  const build = await buildAll(from);
  const tests = await runTool('tsc', ['-p', 'tsconfig.test.json', '--listFiles'], { cwd: from, quiet: true });
  const lines = tests.output.split('\n');
  const isOurs = (line) => line.startsWith(`${from}/`) && !line.includes('/node_modules/');
  const problems = [...build, ...lines.filter((line) => !/^(\/|[A-Z]:)/i.test(line))].filter((text) => text.trim());
  if (tests.code > 0 && problems.length === 0) problems.push('tsc failed without a message.');
  return { read: lines.filter(isOurs).length, problems };
}
