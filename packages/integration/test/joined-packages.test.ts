/**
 * Packages as they are published, their modules joined: what they load, and the files that they read beside themselves.
 */

import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';

let folder: string;

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'doorward-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

const PACKAGE = fileURLToPath(new URL('..', import.meta.url));

/** What a process prints that does this with `options` on an SQLite file; it imports built packages. */
function run(source: string, variables: Readonly<Record<string, string>> = {}): string {
  const code = `
    import { createAuth } from '@doorward/auth';
    import { createPrincipal } from '@doorward/core';
    const options = {
      log: { info() {}, warn() {} },
      metrics: true,
      dataFolder: ${JSON.stringify(join(folder, 'data'))},
      accounts: { owner: { password: 'a kettle sings beside the harbour' } },
    };
    ${source}
  `;
  const env = { PATH: process.env['PATH'], ...variables };
  return execFileSync(process.execPath, ['--input-type=module', '--eval', code], {
    cwd: PACKAGE,
    env,
    encoding: 'utf8',
  });
}

describe('joined packages', () => {
  it('are a handful of files in a start on an SQLite file, and hold no pages (G10)', () => {
    const start = 'await (await createAuth(options)).close();';
    run(start);
    const coverage = join(folder, 'coverage');
    run(start, { NODE_V8_COVERAGE: coverage });
    const files = readdirSync(coverage)
      .map((name) => JSON.parse(readFileSync(join(coverage, name), 'utf8')) as { result: { url: string }[] })
      .flatMap(({ result }) => result.map(({ url }) => /\/packages\/(\w+)\/dist\/.*$/.exec(url)))
      .filter((found) => found !== null);
    expect(files.length).toBeLessThanOrEqual(12);
    const names = new Set(files.map(([, name]) => name));
    expect([...names].sort()).toEqual(['accounts', 'auth', 'core', 'node', 'sql']);
  });

  it('know their version', () => {
    const metrics = run(`
      const auth = await createAuth(options);
      const principal = createPrincipal({ subject: 'a', permissions: ['*'], method: 'test' });
      const context = { endpoint: 'metrics', below: '/', rootPath: '', state: { principal, session: null }, clientAddress: '127.0.0.1' };
      console.log(await (await auth.handle(new Request('http://127.0.0.1/auth/metrics'), context)).text());
      await auth.close();
    `);
    expect(metrics).toMatch(/^doorward_build_info\{doorward_version="\d+\.\d+\.\d+.*"\} 1$/m);
    const command = fileURLToPath(new URL('../../cli/bin/doorward.mjs', import.meta.url));
    expect(execFileSync(process.execPath, [command, '--version'], { encoding: 'utf8' })).toMatch(
      /^\d+\.\d+\.\d+\S*\n$/,
    );
  });

  it('find the list of common passwords', () => {
    const refusal = run(`
      const accounts = { owner: { password: 'mailcreated5240' } };
      await createAuth({ ...options, accounts }).catch(({ code, message }) => console.log(code, message));
    `);
    expect(refusal).toMatch(/^auth\/options-invalid accounts\.owner\.password: This password is well known/);
  });
});
