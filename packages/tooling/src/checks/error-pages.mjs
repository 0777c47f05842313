// Every error code in the sources has a page in docs/errors, and every page has a code.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFiles } from '../repository.mjs';

const OWNERS = 'core|web|node|auth|express|koa|hono|accounts|jwt|sql|oidc|ldap|passport|redis|cli';
// packages/testing names codes to expect them, and makes none.
const SOURCE = /^packages\/(?!testing\/)[^/]+\/src\/.*\.tsx?$/;
const PAGE = /^docs\/errors\/(?!README|index)(.+)\.md$/;
// A quoted '<package>/<what>' that is not what an import or a declared module names, such as 'hono/html'.
const CODE = new RegExp(`(?<!(?:from|import|module) |(?:import|require)\\()'((?:${OWNERS})/[a-z][a-z-]+)'`, 'g');

/** Problems are codes without a page, and pages without a code. */
export async function checkErrorPages(from) {
  const files = repositoryFiles(from);
  const codes = new Map();
  for (const file of files.filter((path) => SOURCE.test(path))) {
    const text = readFileSync(join(from, file), 'utf8');
    for (const [, code] of text.matchAll(CODE)) codes.set(code.replace('/', '-'), { code, file });
  }
  const pages = files.flatMap((file) => PAGE.exec(file)?.[1] ?? []);
  return {
    read: codes.size,
    problems: [
      ...[...codes]
        .filter(([page]) => !pages.includes(page))
        .map(([page, { code, file }]) => `${code} (${file}) has no docs/errors/${page}.md`),
      ...pages.filter((page) => !codes.has(page)).map((page) => `docs/errors/${page}.md belongs to no code`),
    ],
  };
}
