import { describe, expect, test } from '@jest/globals';
import { checkLayers } from '../../src/checks/layers.mjs';
import { manifest, planted } from '../planted.ts';

const SOUND = {
  'packages/core/package.json': manifest('core', { exports: { '.': './src/index.ts' } }),
  'packages/core/src/index.ts': "export { a } from './a.ts';\n",
  'packages/core/src/a.ts': "import { isIP } from 'node:net';\nexport const a = isIP;\n",
  'packages/auth/package.json': manifest('auth'),
  'packages/client/package.json': manifest('client'),
  'packages/client/src/index.ts': "export { a } from 'openapi-fetch';\n",
  'packages/auth/src/index.ts': "export { a } from '@doorward/core';\n",
  'packages/express/package.json': manifest('express', { peerDependencies: { express: '^5.0.0' } }),
  'packages/express/src/index.ts': "import type { Request } from 'express';\nexport type R = Request;\n",
};

const check = (files: Record<string, string>) => planted({ ...SOUND, ...files }, checkLayers);

test('sound packages pass, and every file is read', async () => {
  expect(await check({})).toEqual({ read: 5, problems: [] });
});

test('nothing read is seen as nothing read', async () => {
  expect(await planted({}, checkLayers)).toEqual({ read: 0, problems: [] });
});

describe('one problem for', () => {
  test.each([
    ['an HTTP server in core', 'core', "import { createServer } from 'node:http';", 'may not import node:http'],
    ['a type of an HTTP server in core', 'core', "import type { Server } from 'node:http';", 'node:http'],
    ['an inline type of one', 'core', "export type S = import('node:http').Server;", 'node:http'],
    ['a re-export of one', 'core', "export * from 'node:http';", 'node:http'],
    ['a dynamic import of one', 'core', "export const load = () => import('node:http');", 'node:http'],
    ['a required one', 'core', "export const load = () => require('node:http');", 'node:http'],
    ['a built-in module without its prefix', 'core', "import 'http';", 'may not import http'],
    ['a built-in module in the client', 'client', "import 'node:fs';", 'client may not import node:fs'],
    ['all of core in the client', 'client', "import '@doorward/core';", 'client may not import @doorward/core'],
    ['a framework in core', 'core', "import { Hono } from 'hono';", 'core may not import hono'],
    ['a framework in auth', 'auth', "import { Hono } from 'hono/tiny';", 'auth may not import hono/tiny'],
    ['another framework in an adapter', 'express', "import Koa from 'koa';", 'express may not import koa'],
    ['an arrow the wrong way', 'core', "import '@doorward/auth';", 'core may not import @doorward/auth'],
    ['an adapter in an adapter', 'express', "import '@doorward/koa';", 'express may not import @doorward/koa'],
    ['a deep import', 'auth', "import '@doorward/core/src/a.ts';", 'is a deep import'],
    ['a relative import of another package', 'auth', "import '../../core/src/index.ts';", 'leaves packages/auth/src/'],
    ['a cycle', 'core', "import { b } from './b.ts';\nexport const c = b;", 'cycle: '],
  ])('%s', async (_, owner, code, problem) => {
    const files = { [`packages/${owner}/src/planted.ts`]: code, 'packages/core/src/b.ts': '' };
    if (problem === 'cycle: ')
      files['packages/core/src/b.ts'] = "import { c } from './planted.ts';\nexport const b = c;";
    const { problems } = await check(files);
    expect(problems).toEqual([expect.stringContaining(problem)]);
  });

  test('a deep import in a test', async () => {
    const { problems } = await check({ 'packages/auth/test/a.test.ts': "import '../../core/src/a.ts';" });
    expect(problems).toEqual(['packages/auth/test/a.test.ts: ../../core/src/a.ts leaves packages/auth/']);
  });

  test.each([
    "export const a = new URL('../../data/a.txt', import.meta.url);",
    "export const a = createRequire(import.meta.url)('../../package.json');",
  ])('a file beside a module in a folder of src: %s', async (code) => {
    const { problems } = await check({ 'packages/core/src/deep/a.ts': code, 'packages/core/src/b.ts': code });
    expect(problems).toEqual([expect.stringMatching(/^packages\/core\/src\/deep\/a\.ts: modules are joined in dist/)]);
  });

  test('a framework that is a dependency of its adapter', async () => {
    const dependencies = { dependencies: { express: '^5.0.0' } };
    const { problems } = await check({ 'packages/express/package.json': manifest('express', dependencies) });
    expect(problems).toEqual(['packages/express: express is to be a peer dependency and no dependency']);
  });

  test('a public package that the table does not know', async () => {
    const files = { 'packages/new/package.json': manifest('new'), 'packages/new/src/index.ts': '' };
    expect((await check(files)).problems).toEqual([expect.stringContaining('packages/new is not in the table')]);
  });
});

test('a cycle of types alone is none', async () => {
  const files = {
    'packages/core/src/b.ts': "import type { C } from './c.ts';\nexport type B = C;",
    'packages/core/src/c.ts': "import type { B } from './b.ts';\nexport type C = B;",
  };
  expect((await check(files)).problems).toEqual([]);
});
