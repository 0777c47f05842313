// That doorward-jest runs a package's tests on the sources of our packages, and counts what happened.
import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from '@jest/globals';
import { run } from '../src/command.mjs';
import { manifest, planted } from './planted.ts';

const JEST = fileURLToPath(new URL('../bin/jest.mjs', import.meta.url));

const FILES = {
  'packages/core/package.json': manifest('core', { exports: { source: './src/index.ts', default: './dist/index.js' } }),
  'packages/core/src/index.ts': "export const from: string = 'source';\n",
  'packages/core/dist/index.js': "export const from = 'dist';\n",
  'packages/auth/package.json': manifest('auth'),
  'packages/auth/node_modules/@doorward/README': '',
  'packages/auth/test/a.test.ts': `import { expect, test } from '@jest/globals';
import { from } from '@doorward/core';
test('passes', () => expect(from).toBe('source'));
test('fails', () => expect(from).toBe('dist'));
test.skip('is skipped', () => {});
test.todo('is to come');
`,
  'packages/auth/test/b.test.ts': "import './nowhere.ts';\n",
};

test('tests see the sources of another package, and a file that does not load counts as failed', async () => {
  await planted(FILES, async (folder) => {
    const cwd = join(folder, 'packages/auth');
    symlinkSync(join(folder, 'packages/core'), join(cwd, 'node_modules/@doorward/core'));
    const { code } = await run(process.execPath, [JEST], { cwd, quiet: true, minutes: 1 });
    const counts = JSON.parse(readFileSync(join(cwd, 'test-results.json'), 'utf8'));
    const { failures, ...numbers } = counts;
    expect({ code, ...numbers }).toEqual({ code: 1, passed: 1, failed: 2, skipped: 2 });
    expect(failures).toHaveLength(2);
    expect(failures).toContainEqual(expect.stringMatching(/^a\.test\.ts: fails: /));
  });
});
