/**
 * What a start loads: what a configuration does not use costs it nothing.
 */

import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { runModule } from './fixture/process.ts';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'doorward-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

/** The files that a process had loaded when it ended, after `then` with the Doorward `auth` of these options. */
async function loadedBy(options: string, then = ''): Promise<readonly string[]> {
  const coverage = mkdtempSync(join(folder, 'coverage-'));
  const source = `
    import { createAuth } from '@doorward/auth';
    const log = { info: () => undefined, warn: () => undefined };
    const auth = await createAuth({ log, ...(${options}) });
    ${then}
    await auth.close();
  `;
  const { code, stderr } = await runModule(source, { env: { NODE_V8_COVERAGE: coverage } });
  expect([code, stderr]).toEqual([0, '']);
  return readdirSync(coverage)
    .map((file) => JSON.parse(readFileSync(join(coverage, file), 'utf8')) as { result: { url: string }[] })
    .flatMap(({ result }) => result.map(({ url }) => url))
    .filter((url) => url.startsWith('file:'));
}

/** Of packages and folders: those that a file was loaded from. */
const seenOf = (names: readonly string[], files: readonly string[]): readonly string[] =>
  names.filter((name) => files.some((file) => file.includes(`/${name}/`)));

const PAGES = ['packages/web', 'hono', 'zod', '@hono/zod-openapi'];
const ELSEWHERE = ['packages/redis', 'packages/oidc', 'packages/ldap', 'packages/jwt', 'redis', 'ldapts', 'jose'];
const TELEMETRY = ['@opentelemetry/api'];
const DATABASES = ['packages/sql', 'libsql', 'pg'];
const HASHING = ['@node-rs/argon2', '@node-rs/bcrypt'];

const onFile = (name: string): string =>
  `{ accounts: { owner: { password: 'a kettle sings beside the harbour' } }, dataFolder: ${JSON.stringify(join(folder, name))} }`;

const LOGIN_PAGE = `
  const context = { endpoint: 'login', below: '/', rootPath: '', principal: null, session: null, clientAddress: '127.0.0.1' };
  const answer = await auth.handle(new Request('http://127.0.0.1/auth/login', { headers: { accept: 'text/html' } }), context);
  if (answer.status !== 200 || !(await answer.text()).includes('<form')) throw new Error('no login page');
`;

describe('a start (G10)', () => {
  it('with sessions in memory loads no database, no accounts, no pages', async () => {
    const files = await loadedBy("{ token: 'a-token-of-twenty-five-chars' }");
    expect(seenOf(['packages/core', 'packages/auth'], files)).toHaveLength(2);
    const unused = [...DATABASES, ...PAGES, ...ELSEWHERE, ...TELEMETRY, ...HASHING, 'packages/accounts'];
    expect(seenOf(unused, files)).toEqual([]);
  });

  it('on an SQLite file that has an owner loads no PostgreSQL, hashes nothing, and loads no pages', async () => {
    await loadedBy(onFile('data'));
    const files = await loadedBy(onFile('data'));
    expect(seenOf(['packages/sql', 'libsql', 'packages/accounts'], files)).toHaveLength(3);
    const unused = [...PAGES, ...ELSEWHERE, ...TELEMETRY, ...HASHING, 'pg', 'src/postgres', 'src/copy'];
    expect(seenOf(unused, files)).toEqual([]);
    expect(files.filter((file) => file.includes('hashing-threads'))).toEqual([]);
  });

  it('of the login page loads neither the other pages nor what the JSON endpoints are built with', async () => {
    const files = await loadedBy(onFile('data'), LOGIN_PAGE);
    expect(seenOf(['packages/web', 'hono'], files)).toHaveLength(2);
    expect(seenOf(['zod', '@hono/zod-openapi', 'web/src/admin', 'web/src/account', 'web/src/api'], files)).toEqual([]);
  });
});
