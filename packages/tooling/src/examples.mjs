// The examples of this repository and how one is started.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { launch } from './launch.mjs';
import { prepare } from './prepare.mjs';
import { root, workspacePackages } from './repository.mjs';

/** The frameworks that every example has a server file for. */
export const frameworks = ['express', 'koa', 'hono'];

/** Name, description and frameworks of each example. */
export function listExamples() {
  return workspacePackages()
    .filter(({ folder }) => folder.startsWith('examples/'))
    .map(({ folder, name, manifest }) => ({
      name,
      description: manifest.description ?? '',
      frameworks: frameworks.filter((framework) => existsSync(join(root, folder, 'src', `${framework}.ts`))),
    }));
}

/** What the command line asks for; without a framework the first one. */
export function readArguments(args) {
  const [name, ...rest] = args;
  const isNamed = rest.length > 0 && !rest[0].startsWith('-');
  return isNamed ? { name, framework: rest[0], flags: rest.slice(1) } : { name, framework: frameworks[0], flags: rest };
}

/** The reason why this example cannot be started on this framework, or undefined. */
export function whyNotRunnable(name, framework) {
  const example = listExamples().find((each) => each.name === name);
  if (example === undefined) return `There is no example "${name}".`;
  if (!example.frameworks.includes(framework)) return `The example "${name}" has no server for "${framework}".`;
  return undefined;
}

/** Installs, builds, and runs the example in the foreground. */
export async function startExample(name, framework, flags) {
  await prepare();
  launch(join(root, 'examples', name, 'dist', `${framework}.js`), flags);
}
