// One region of a source file, as it stands in the documentation.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const MARK = /^\s*\/\/ #(end)?region\b/;

/** For `path#region` the lines between `// #region <region>` and `// #endregion <region>`; for `path` all lines. */
export function readSnippet(from, source) {
  const [path, region] = source.split('#');
  if (!existsSync(join(from, path))) return { problem: `${path} does not exist` };
  const lines = readFileSync(join(from, path), 'utf8').trimEnd().split('\n');
  if (region === undefined) return { snippet: joined(lines) };
  const start = lines.findIndex((line) => line.trim() === `// #region ${region}`);
  const end = lines.findIndex((line) => line.trim() === `// #endregion ${region}`);
  if (start === -1 || end < start) return { problem: `${path} has no // #region ${region} … // #endregion ${region}` };
  return { snippet: joined(lines.slice(start + 1, end)) };
}

function joined(lines) {
  const kept = lines.filter((line) => !MARK.test(line));
  const indents = kept.filter((line) => line.trim() !== '').map((line) => line.search(/\S/));
  const indent = Math.min(...indents, Number.MAX_SAFE_INTEGER);
  return `${kept.map((line) => line.slice(indent)).join('\n')}\n`;
}
