// The code in README and docs is taken from files that are compiled and tested.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryFiles } from '../repository.mjs';
import { readSnippet } from '../snippet.mjs';

const PAGE = /^(README|docs\/(?!decisions\/).*|(packages|examples)\/[^/]+\/README)\.md$/;
// An optional marker `<!-- snippet: path#region -->`, a line ```language, the code, a line ```.
const FENCE = /(?:^<!-- snippet: (\S+) -->\n+)?^```(\w*)[^\n]*\n([\s\S]*?)^```$/gm;
const MARKER_ALONE = /^<!-- snippet: (\S+) -->\n(?!\n*```)/gm;
const NEEDS_MARKER = new Set(['ts', 'tsx', 'typescript']);

/** Problems are code that differs from its file, a marker without code, and TypeScript without a marker. With `write` the former is mended. */
export async function checkSnippets(from, { write = false } = {}) {
  const pages = repositoryFiles(from).filter((file) => PAGE.test(file));
  const problems = [];
  for (const page of pages) {
    const text = readFileSync(join(from, page), 'utf8');
    const report = (what, offset) => problems.push(`${page}:${text.slice(0, offset).split('\n').length}: ${what}`);
    for (const { 1: source, index } of text.matchAll(MARKER_ALONE))
      report(`no code follows the marker of ${source}`, index);
    const mended = text.replace(FENCE, (fence, source, language, code, offset) => {
      if (source === undefined) {
        if (NEEDS_MARKER.has(language)) report('TypeScript without <!-- snippet: path/to/file.ts#region -->', offset);
        return fence;
      }
      const { snippet, problem } = readSnippet(from, source);
      if (problem !== undefined) report(problem, offset);
      else if (snippet !== code && !write) report(`differs from ${source}`, offset);
      return problem === undefined
        ? fence.replace(/^(```[^\n]*\n)[\s\S]*?^```$/m, (_, open) => `${open}${snippet}\`\`\``)
        : fence;
    });
    if (write && mended !== text) writeFileSync(join(from, page), mended);
  }
  return { read: pages.length, problems };
}
