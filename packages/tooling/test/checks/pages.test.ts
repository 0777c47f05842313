// The checks that read our own pages and lists: error pages, statements, snippets, changesets, hygiene.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { checkChangesets } from '../../src/checks/changesets.mjs';
import { checkErrorPages } from '../../src/checks/error-pages.mjs';
import { checkHygiene } from '../../src/checks/hygiene.mjs';
import { checkSnippets } from '../../src/checks/snippets.mjs';
import { checkStatements } from '../../src/checks/statements.mjs';
import { manifest, planted } from '../planted.ts';

test('error pages: a code without a page and a page without a code are problems, an import is no code', async () => {
  const files = {
    'packages/web/src/a.ts': "import { html } from 'hono/html';\nexport const codes = ['web/known', 'web/new'];",
    'packages/testing/src/a.ts': "export const expected = 'web/expected';",
    'docs/errors/web-known.md': '',
    'docs/errors/web-gone.md': '',
    'docs/errors/index.md': '',
  };
  expect(await planted(files, checkErrorPages)).toEqual({
    read: 2,
    problems: [
      'web/new (packages/web/src/a.ts) has no docs/errors/web-new.md',
      'docs/errors/web-gone.md belongs to no code',
    ],
  });
  expect((await planted({}, checkErrorPages)).read).toBe(0);
});

test('statements: a claim that no test names, also as a part of another, is a problem', async () => {
  const files = {
    'packages/testing/statements.json': '["A1", "A2", "P7", "P7"]',
    'packages/koa/test/a.test.ts': "test('it holds (A1)', () => {});\ntest('and that (P7)', () => {});\n// (A2)",
    'packages/koa/test/harness.ts': "it('(A2)')",
    'packages/koa/src/a.ts': "it('(A2)')",
    'packages/testing/src/a.ts': '/** (A2) */\n  // (A2)\nA2',
  };
  const problems = ['A2 is claimed, and no test names it', 'P7 is claimed twice'];
  expect(await planted(files, checkStatements)).toEqual({ read: 4, problems });
  expect((await planted({ 'packages/testing/statements.json': '[]' }, checkStatements)).read).toBe(0);
  expect((await planted({}, checkStatements)).problems).toEqual(['packages/testing/statements.json is missing.']);
});

test.each([
  ['(A1)', []],
  ['(A1, O-63, V12)', ['O-63', 'V12']],
  ['(A1) in the middle', []],
  ['(F1 c, F38: a logger)', ['F1', 'F38']],
  ['(A9-A11, W1 to W2, O-08-O-10)', ['A9', 'A10', 'A11', 'O-08', 'O-09', 'O-10', 'W1', 'W2']],
  ['(G9, design, property 27, corpus 4.6, RFC 6749 §5.2, S256, O-6, O-631, A1234, V8x, X11; Linux, 4.10, X)', []],
])('statements: "%s" is to be claimed as %j', async (name, missing) => {
  const files = {
    'packages/testing/statements.json': '["A1"]',
    'packages/koa/test/a.test.ts': `test('it holds (A1)', () => {});\nit('holds ${name}', () => {});`,
  };
  const problems = missing.map(
    (id) => `${id} is cited by packages/koa/test/a.test.ts, and packages/testing/statements.json does not have it`,
  );
  expect(await planted(files, checkStatements)).toEqual({ read: 1, problems });
});

test('statements: a claim in the wrong place is a problem: by letter, then by number', async () => {
  const files = {
    'packages/testing/statements.json': '["A2", "A10", "A9", "O-01", "P7"]',
    'packages/koa/test/a.test.ts': "test('it holds (A2, A9, A10, O-01, P7)', () => {});",
  };
  const problems = ['A9 stands before A10 in packages/testing/statements.json'];
  expect((await planted(files, checkStatements)).problems).toEqual(problems);
});

const SOURCE =
  'export function f() {\n  // #region use\n  const a = 1;\n  if (a) {\n    f();\n  }\n  // #endregion use\n}\n';
const FENCE = '<!-- snippet: a.ts#use -->\n```ts\nconst a = 1;\nif (a) {\n  f();\n}\n```\n';

test('snippets: code as in its file passes, and also a whole file', async () => {
  const whole = `<!-- snippet: b.ts -->\n\`\`\`ts\nlet b;\n\`\`\`\n\n\`\`\`sh\nnpm start\n\`\`\`\n`;
  const files = { 'a.ts': SOURCE, 'b.ts': 'let b;\n', 'README.md': FENCE, 'docs/a.md': whole };
  expect(await planted(files, checkSnippets)).toEqual({ read: 2, problems: [] });
  expect((await planted({}, checkSnippets)).read).toBe(0);
});

test.each([
  ['other code', FENCE.replace('a = 1', 'a = 2'), 'README.md:3: differs from a.ts#use'],
  ['a missing region', FENCE.replace('#use', '#usage'), 'README.md:3: a.ts has no // #region usage'],
  ['a missing file', FENCE.replace('a.ts', 'c.ts'), 'README.md:3: c.ts does not exist'],
  [
    'a marker without code',
    '<!-- snippet: a.ts#use -->\n\nText.\n',
    'README.md:3: no code follows the marker of a.ts#use',
  ],
  ['TypeScript without a marker', '```ts\nlet a;\n```\n', 'README.md:3: TypeScript without <!-- snippet:'],
])('snippets: %s is a problem', async (_, text, problem) => {
  const { problems } = await planted({ 'a.ts': SOURCE, 'README.md': `# Title\n\n${text}` }, checkSnippets);
  expect(problems).toEqual([expect.stringContaining(problem)]);
});

test('snippets: --write takes the code from the file, and leaves a decision alone', async () => {
  const files = {
    'a.ts': SOURCE,
    'README.md': FENCE.replace('a = 1', 'a = 2'),
    'docs/decisions/1.md': '```ts\nx\n```\n',
  };
  await planted(files, async (folder) => {
    expect((await checkSnippets(folder, { write: true })).problems).toEqual([]);
    expect(readFileSync(join(folder, 'README.md'), 'utf8')).toBe(FENCE);
  });
});

test('changesets: a header that names no public package or no kind of change is a problem', async () => {
  const files = {
    '.changeset/config.json': '{ "baseBranch": "main" }',
    'packages/core/package.json': manifest('core'),
    'packages/bench/package.json': manifest('bench', { private: true }),
    '.changeset/good.md': "---\n'@doorward/core': minor\n---\n\nNew.\n",
    '.changeset/bad.md': "---\n'@doorward/bench': minor\n'@doorward/core': huge\n---\n",
    '.changeset/worse.md': 'New.\n',
  };
  expect(await planted(files, checkChangesets)).toEqual({
    read: 4,
    problems: [
      '.changeset/bad.md: says nothing of the change.',
      '.changeset/bad.md: "@doorward/bench" is not a public package.',
      ".changeset/bad.md: \"'@doorward/core': huge\" is not '<package>': patch, minor or major.",
      '.changeset/worse.md: does not begin with a header between --- lines.',
    ],
  });
  expect((await planted({}, checkChangesets)).read).toBe(0);
});

test('hygiene: hosts, paths of a machine and to-dos without a reason are problems', async () => {
  const host = ['registry', 'npmjs', 'org'].join('.');
  const path = ['', 'work', 'main'].join('/');
  const toDo = ['TO', 'DO'].join('');
  const text = `https://${host}/a\n'${path}'\n// ${toDo}: later\n// ${toDo}(issue 3): later\nhttps://a.example${path}\n`;
  const { problems } = await planted({ 'a.ts': text }, checkHygiene);
  expect(problems.map((problem: string) => problem.split(': ')[0])).toEqual(['a.ts:1', 'a.ts:2', 'a.ts:3']);
});
