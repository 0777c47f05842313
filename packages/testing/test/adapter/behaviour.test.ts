/**
 * The behaviour suite is only worth what runs it.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from '@jest/globals';

const read = (path: string): string => readFileSync(new URL(path, import.meta.url), 'utf8');

describe('the behaviour suite', () => {
  it.each([
    ['express', 'Express'],
    ['koa', 'Koa'],
    ['hono', 'Hono'],
  ])('is run in full by the adapter for %s, so that all three answer alike (A98)', (adapter, framework) => {
    const calls = read(`../../../${adapter}/test/behaviour.test.ts`).match(/^describeAdapter\(.*\);$/gm) ?? [];
    const full = calls.filter((call) => call.endsWith("'full');"));
    expect(full).toHaveLength(1);
    expect(full[0]).toContain(`${adapter}Harness('${framework}`);
    // The oldest version that is supported runs what depends on the framework at all.
    expect(calls.filter((call) => call.endsWith("'short');")).length).toBeGreaterThan(0);
  });

  it('in full is every file of behaviours (A98)', () => {
    const folder = fileURLToPath(new URL('../../src/adapter/behaviours', import.meta.url));
    // A folder beside a file of its name holds its topics: the file calls them, or they would be unused exports.
    const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && file !== 'with-fixture.ts');
    const source = read('../../src/adapter/behaviour.ts');
    const lists = /const SHORT = \[([^\]]*)\];\s*const FULL = \[\s*\.\.\.SHORT,\s*([^\]]*)\];/.exec(source);
    const listed = `${lists?.[1]}, ${lists?.[2]}`.split(/,\s*/).filter((name) => name.trim() !== '');
    const named = files.map((file) =>
      file.replace('.ts', '').replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
    );
    expect(files.length).toBeGreaterThan(10);
    expect([...listed].sort()).toEqual([...named].sort());
  });

  it('has nothing in it that is skipped or runs alone', () => {
    const folder = new URL('../../src/adapter/behaviours/', import.meta.url);
    const files = readdirSync(fileURLToPath(folder), { recursive: true, encoding: 'utf8' });
    for (const file of files.filter((name) => name.endsWith('.ts'))) {
      expect([
        file,
        /\b(?:it|describe)\.(?:skip|only|todo)\b/.test(readFileSync(new URL(file, folder), 'utf8')),
      ]).toEqual([file, false]);
    }
  });
});
