// The checks that other people's tools make: that each one sees a violation, and reads what it should.
import { expect, test } from '@jest/globals';
import { checkPackaging } from '../../src/checks/packaging.mjs';
import { checkPromises } from '../../src/checks/promises.mjs';
import { checkStyle } from '../../src/checks/style.mjs';
import { checkTypes } from '../../src/checks/types.mjs';
import { checkUnused } from '../../src/checks/unused.mjs';
import { manifest, planted } from '../planted.ts';

const CORE = {
  'tsconfig.json': '{ "files": [], "references": [{ "path": "packages/core" }] }\n',
  'packages/core/tsconfig.json': JSON.stringify({
    extends: '../../tsconfig.base.json',
    compilerOptions: { rootDir: 'src', outDir: 'dist' },
    include: ['src'],
  }),
  'packages/core/package.json': manifest('core', { exports: { '.': { source: './src/index.ts' } } }),
  'packages/core/src/index.ts': 'export async function later(): Promise<void> {}\n',
};

/** A package that uses core through node_modules, as all do. */
function user(code: string): Record<string, string> {
  return {
    ...CORE,
    'packages/auth/node_modules/@doorward/core/package.json': manifest('core', { exports: './index.ts' }),
    'packages/auth/node_modules/@doorward/core/index.ts': 'export async function later(): Promise<void> {}\n',
    'packages/auth/src/index.ts': code,
  };
}

test('style: bad formatting and bad code are problems', async () => {
  const bad = await planted({ 'a.ts': 'export const a = {b:"c"}\nexport let d = 1;\n' }, checkStyle);
  expect(bad.problems).toEqual([expect.stringContaining('a.ts')]);
  const lint = await planted({ 'a.ts': 'export function a(): void {\n  debugger;\n}\n' }, checkStyle);
  expect(lint.problems).toEqual([expect.stringContaining('noDebugger')]);
});

test('promises: one of another package that nobody awaits is a problem', async () => {
  const awaited = "import { later } from '@doorward/core';\n\nexport const use = async () => {\n  await later();\n};\n";
  expect(await planted(user(awaited), checkPromises)).toEqual({ read: 2, problems: [] });
  const { problems } = await planted(user(awaited.replace('await ', '')), checkPromises);
  expect(problems).toEqual([expect.stringContaining('no-floating-promises')]);
  expect((await planted({}, checkPromises)).read).toBe(0);
});

test('types: a test that uses a type wrongly, and an expected error that is none, are problems', async () => {
  const use = {
    ...CORE,
    'packages/core/test/a.test.ts': "import { later } from '../src/index.ts';\n\nawait later();\n",
  };
  expect(await planted(use, checkTypes)).toEqual({ read: 2, problems: [] });
  const unsound = { ...CORE, 'packages/core/src/index.ts': 'export const a: number = "one";\n' };
  expect((await planted(unsound, checkTypes)).problems.join()).toContain('TS2322');
  const wrong = { ...CORE, 'packages/core/test/a.test.ts': 'export const a: number = "one";\n' };
  expect((await planted(wrong, checkTypes)).problems).toEqual([expect.stringContaining('TS2322')]);
  const needless = { ...CORE, 'packages/core/test/a.test.ts': '// @ts-expect-error none\nexport const a = 1;\n' };
  expect((await planted(needless, checkTypes)).problems).toEqual([expect.stringContaining('TS2578')]);
  expect((await planted({}, checkTypes)).read).toBe(0);
});

test('unused: a file, an export and a dependency that nobody uses are problems', async () => {
  const files = {
    'packages/core/package.json': manifest('core', { exports: './src/index.ts', dependencies: { zod: '4.0.0' } }),
    'packages/core/src/index.ts': "export { a } from './a.ts';\n",
    'packages/core/src/a.ts': 'export const a = 1;\nexport const unusedExport = 2;\n',
    'packages/core/src/unused-file.ts': 'export const b = 1;\n',
  };
  const { problems } = await planted(files, checkUnused);
  for (const found of ['unused-file.ts', 'unusedExport', 'zod']) {
    expect(problems).toEqual([expect.stringContaining(found)]);
  }
});

test('packaging: a file that the tarball lacks, and types that no resolution finds, are problems', async () => {
  const exports = { '.': { types: './dist/index.d.ts', default: './dist/index.js' } };
  const files = {
    'packages/core/package.json': manifest('core', { exports, files: ['dist'] }),
    'packages/core/dist/index.js': 'export const a = 1;\n',
  };
  const { read, problems } = await planted(files, checkPackaging);
  expect(read).toBe(1);
  expect(problems).toEqual(expect.arrayContaining([expect.stringMatching(/index\.d\.ts.*does not exist/)]));
  const typed = { ...files, 'packages/core/dist/index.d.ts': 'export declare const a = 1;\n' };
  expect((await planted(typed, checkPackaging)).problems).toEqual([]);
  const wrong = { ...typed, 'packages/core/dist/index.d.ts': "export { a } from './a';\n" };
  expect((await planted(wrong, checkPackaging)).problems).toEqual([expect.stringContaining('InternalResolutionError')]);
  expect((await planted({}, checkPackaging)).read).toBe(0);
});
