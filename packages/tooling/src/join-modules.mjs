// Joins the modules of each published package: one file for each entry of its `exports`, and one for what these load on
// demand, see docs/decisions/0042-joined-modules.md.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, posix, resolve } from 'node:path';
import { build } from 'esbuild';
import { publicPackages } from './repository.mjs';

/** Writes the JavaScript of all published packages; resolves with what is wrong, a text each. */
export async function joinModules(from) {
  const problems = await Promise.all(publicPackages(from).map((each) => joinPackage(from, each)));
  return problems.flat();
}

async function joinPackage(from, { folder, manifest }) {
  const entries = entriesOf(manifest);
  // Chunks name entries by their place beside them.
  const deep = entries.filter(({ output }) => posix.dirname(output) !== 'dist');
  if (deep.length > 0) return deep.map(({ output }) => `${folder}: ${output} of exports is not right in dist`);
  if (entries.length === 0) return [];
  const cwd = join(from, folder);
  try {
    const { outputFiles } = await build(buildOptions(cwd, entries));
    writeOutputs(join(cwd, 'dist'), outputFiles);
    return [];
  } catch (error) {
    return [`${folder}: ${error.message}`];
  }
}

/** Source and file in dist of each entry that has both. */
function entriesOf({ exports = {} }) {
  return Object.values(exports)
    .filter((entry) => entry.source !== undefined && entry.default !== undefined)
    .map((entry) => ({ source: entry.source, output: posix.normalize(entry.default) }));
}

function buildOptions(cwd, entries) {
  return {
    absWorkingDir: cwd,
    entryPoints: entries.map(({ source, output }) => ({ in: source, out: posix.basename(output, '.js') })),
    outdir: 'dist',
    chunkNames: '[name]-[hash]',
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    packages: 'external',
    plugins: [otherEntries(cwd, entries)],
    charset: 'utf8',
    legalComments: 'inline',
    sourcemap: true,
    sourcesContent: false,
    logLevel: 'silent',
    write: false,
  };
}

/** An entry that others import stays one file, so that whoever serves it to browsers needs no chunk beside it. */
function otherEntries(cwd, entries) {
  const outputs = new Map(entries.map(({ source, output }) => [resolve(cwd, source), `./${posix.basename(output)}`]));
  return {
    name: 'other-entries',
    setup({ onResolve }) {
      onResolve({ filter: /^\./ }, ({ path, resolveDir, kind }) => {
        const output = kind === 'entry-point' ? undefined : outputs.get(resolve(resolveDir, path));
        return output === undefined ? undefined : { path: output, external: true };
      });
    },
  };
}

/** What is the same is left alone, for servers that run; what is no output any more goes. */
function writeOutputs(dist, outputFiles) {
  mkdirSync(dist, { recursive: true });
  const outputs = new Map(outputFiles.map(({ path, contents }) => [path, Buffer.from(contents)]));
  for (const [path, contents] of outputs) {
    if (existsSync(path) && contents.equals(readFileSync(path))) continue;
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, contents);
  }
  for (const name of readdirSync(dist, { recursive: true })) {
    const path = join(dist, name);
    if (/\.js(\.map)?$/.test(name) && !outputs.has(path)) rmSync(path);
  }
}
