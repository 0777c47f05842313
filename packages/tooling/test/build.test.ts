// That the modules of a published package are joined, and that it works as before.
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { buildAll } from '../src/build.mjs';
import { run } from '../src/command.mjs';
import { manifest, planted } from './planted.ts';

const entry = (source: string, name: string) => ({ source, types: './dist/index.d.ts', default: `./dist/${name}.js` });

const FILES = {
  'tsconfig.json': '{ "files": [], "references": [{ "path": "packages/core" }] }\n',
  'packages/core/tsconfig.json': JSON.stringify({
    extends: '../../tsconfig.base.json',
    compilerOptions: { rootDir: 'src', outDir: 'dist', emitDeclarationOnly: true },
    include: ['src'],
  }),
  'packages/core/package.json': manifest('core', {
    exports: { '.': entry('./src/index.ts', 'index'), './apart': entry('./src/deep/apart.ts', 'apart') },
  }),
  'packages/core/src/index.ts': `import { isIP } from 'node:net';
import { apart } from './deep/apart.ts';
import { static1 } from './deep/static.ts';
export const found: string = [apart, static1, isIP('::1')].join();
export const later = async (): Promise<string> => (await import('./deep/later.ts')).later;
`,
  'packages/core/src/deep/apart.ts': "export const apart: string = 'apart';\n",
  'packages/core/src/deep/static.ts': "export const static1: string = 'static';\n",
  'packages/core/src/deep/later.ts': "export const later: string = 'later';\n",
};

const scripts = (folder: string) =>
  readdirSync(join(folder, 'packages/core/dist'), { recursive: true, encoding: 'utf8' }).filter((name) =>
    /js$/.test(name),
  );

async function evaluated(folder: string, expression: string): Promise<string> {
  const code = `const core = await import('./packages/core/dist/index.js'); console.log(${expression})`;
  const { output } = await run(process.execPath, ['--input-type=module', '-e', code], { cwd: folder, quiet: true });
  return output.trim();
}

test('a build leaves one file for each entry, and one for what is loaded on demand', async () => {
  await planted(FILES, async (folder) => {
    expect(await buildAll(folder)).toEqual([]);
    const later = expect.stringMatching(/^later-\w+\.js$/);
    expect(scripts(folder).sort()).toEqual(['apart.js', 'index.js', later]);
    expect(await evaluated(folder, 'core.found, await core.later()')).toBe('apart,static,6 later');
    const text = readFileSync(join(folder, 'packages/core/dist/index.js'), 'utf8');
    expect(text).toContain('from "./apart.js"');
    const map = JSON.parse(readFileSync(join(folder, 'packages/core/dist/index.js.map'), 'utf8'));
    expect(map.sources).toEqual(expect.arrayContaining(['../src/index.ts', '../src/deep/static.ts']));
    expect(existsSync(join(folder, 'packages/core/dist/deep/static.d.ts'))).toBe(true);
  });
});

test('a second build removes what is no output any more, and leaves alone what is the same', async () => {
  await planted(FILES, async (folder) => {
    await buildAll(folder);
    const dist = join(folder, 'packages/core/dist');
    const before = statSync(join(dist, 'apart.js')).mtimeMs;
    const first = scripts(folder).filter((name) => name.startsWith('later'));
    writeFileSync(join(dist, 'deep/static.js'), '');
    writeFileSync(join(folder, 'packages/core/src/deep/later.ts'), "export const later: string = 'changed';\n");
    expect(await buildAll(folder)).toEqual([]);
    expect(scripts(folder)).toHaveLength(3);
    expect(scripts(folder)).not.toContain(first[0]);
    expect(statSync(join(dist, 'apart.js')).mtimeMs).toBe(before);
    expect(await evaluated(folder, 'await core.later()')).toBe('changed');
  });
});

test('what cannot be joined is a problem, and so is an entry outside of dist', async () => {
  const lost = {
    ...FILES,
    'packages/core/package.json': manifest('core', { exports: { '.': entry('./a.ts', 'index') } }),
  };
  expect(await planted(lost, buildAll)).toEqual([expect.stringMatching(/^packages\/core: .*a\.ts/s)]);
  const deep = manifest('core', { exports: { '.': entry('./src/index.ts', 'deep/index') } });
  const placed = await planted({ ...FILES, 'packages/core/package.json': deep }, buildAll);
  expect(placed).toEqual(['packages/core: dist/deep/index.js of exports is not right in dist']);
});

test('without sound types nothing is joined', async () => {
  const unsound = { ...FILES, 'packages/core/src/deep/later.ts': 'export const later: number = "later";\n' };
  await planted(unsound, async (folder) => {
    expect(await buildAll(folder)).toEqual([expect.stringContaining('TS2322')]);
    expect(scripts(folder)).toEqual([]);
  });
});
