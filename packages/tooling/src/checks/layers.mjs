// Who may import whom: arrows run one way, no deep imports, no cycles, no files that are elsewhere once modules are joined.
import { readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { findCycle } from '../cycle.mjs';
import { importsOf } from '../imports.mjs';
import { repositoryFiles, workspacePackages } from '../repository.mjs';

const ADAPTERS = ['express', 'koa', 'hono'];

// The packages of ours that each one's sources may import. Only lines above may be named, so there is no cycle.
const MAY_IMPORT = {
  core: [],
  accounts: ['core'],
  client: ['core'],
  jwt: ['core'],
  node: ['core'],
  sql: ['core'],
  web: ['core', 'accounts'],
  auth: ['core', 'accounts', 'jwt', 'ldap', 'node', 'oidc', 'redis', 'sql', 'web'],
  express: ['core', 'node', 'auth'],
  koa: ['core', 'node', 'auth'],
  hono: ['core', 'node', 'auth'],
  oidc: ['core'],
  ldap: ['core'],
  redis: ['core'],
  passport: ['core'],
  testing: ['core', 'auth'],
  cli: ['core', 'accounts', 'auth'],
};

// All that these may import from elsewhere. The core sees no HTTP server and no framework; the client runs in browsers.
const MAY_IMPORT_ONLY = {
  core: ['node:buffer', 'node:crypto', 'node:net', 'jose'],
  client: ['@doorward/core/permission', 'openapi-fetch'],
};

// A framework is imported by its adapter alone; our own pages are a Hono app.
const FRAMEWORK_USERS = { express: ['express'], koa: ['koa'], hono: ['hono', 'web'] };

// A file beside the sources, named from a module: `new URL('../data.txt', import.meta.url)`, `createRequire(import.meta.url)('./a')`.
const FILE_BESIDE =
  /new URL\(\s*['"`]\.[^)]*import\.meta\.url|createRequire\(import\.meta\.url\)(\.resolve)?\(\s*['"`]\./;

const SOURCE = /^(packages|examples)\/([^/]+)\/(src|test|slow)\/.*\.tsx?$/;

/** Problems are imports against the table, adapters with the framework as a dependency, files beside, cycles of values. */
export async function checkLayers(from) {
  const packages = workspacePackages(from);
  const files = repositoryFiles(from).filter((file) => SOURCE.test(file));
  const problems = packages.flatMap((each) => problemsOfPackage(each, files));
  const graph = new Map();
  for (const file of files) {
    const code = readFileSync(join(from, file), 'utf8');
    const imports = importsOf(code, file);
    if (isDeep(file, packages) && FILE_BESIDE.test(code)) {
      problems.push(`${file}: modules are joined in dist, so only one right in src may name files beside it`);
    }
    problems.push(...imports.flatMap(({ name }) => problemOf(file, name, packages) ?? []));
    const values = imports.filter(({ name, typeOnly }) => name.startsWith('.') && !typeOnly);
    graph.set(
      file,
      values.map(({ name }) => posix.join(posix.dirname(file), name)),
    );
  }
  const cycle = findCycle(graph);
  if (cycle !== undefined) problems.push(`cycle: ${cycle.join(' -> ')}`);
  return { read: files.length, problems };
}

function problemsOfPackage({ folder, name, manifest }, files) {
  if (!folder.startsWith('packages/') || manifest.private === true) return [];
  const problems =
    name in MAY_IMPORT ? [] : [`${folder} is not in the table of packages/tooling/src/checks/layers.mjs`];
  if (!files.some((file) => file.startsWith(`${folder}/src/`))) problems.push(`${folder} has no sources to read`);
  if (ADAPTERS.includes(name) && (manifest.dependencies?.[name] || !manifest.peerDependencies?.[name])) {
    problems.push(`${folder}: ${name} is to be a peer dependency and no dependency`);
  }
  return problems;
}

/** Is it in a folder of the sources of a published package? */
function isDeep(file, packages) {
  const [, folder] = /^(packages\/[^/]+)\/src\/.*\//.exec(file) ?? [];
  return packages.some((each) => each.folder === folder && each.manifest.private !== true);
}

/** What is wrong with one import, or undefined. */
function problemOf(file, name, packages) {
  const [, group, owner, part] = SOURCE.exec(file);
  const home = `${group}/${owner}/`;
  if (name.startsWith('.')) {
    const target = posix.join(posix.dirname(file), name);
    const limit = group === 'packages' && part === 'src' ? `${home}src/` : home;
    return target.startsWith(limit) ? undefined : `${file}: ${name} leaves ${limit}`;
  }
  const [, imported, rest] = /^@doorward\/([^/]+)(\/.*)?$/.exec(name) ?? [];
  if (rest !== undefined && !isExported(imported, `.${rest}`, packages)) return `${file}: ${name} is a deep import`;
  if (group !== 'packages' || part !== 'src' || MAY_IMPORT[owner] === undefined) return undefined;
  if (MAY_IMPORT_ONLY[owner]?.includes(name) === false) return `${file}: ${owner} may not import ${name}`;
  if (imported !== undefined) {
    return [owner, ...MAY_IMPORT[owner]].includes(imported) ? undefined : `${file}: ${owner} may not import ${name}`;
  }
  const users = FRAMEWORK_USERS[name.split('/')[0]];
  if (users !== undefined && !users.includes(owner)) return `${file}: ${owner} may not import ${name}`;
  return undefined;
}

function isExported(name, entry, packages) {
  return packages.some((each) => each.manifest.name === `@doorward/${name}` && entry in (each.manifest.exports ?? {}));
}
