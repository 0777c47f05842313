// Changesets: the configuration is there, and each changeset names public packages and a kind of change.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { publicPackages, readJson, repositoryFiles } from '../repository.mjs';

const CONFIG = '.changeset/config.json';
const HEADER = /^---\n([\s\S]*?)\n?---\n([\s\S]*)$/;
const ENTRY = /^(['"]?)(@?[\w./-]+)\1: (patch|minor|major)$/;

/** Reads the configuration and every changeset. */
export async function checkChangesets(from) {
  if (!existsSync(join(from, CONFIG))) return { read: 0, problems: [`${CONFIG} is missing.`] };
  const config = readJson(CONFIG, from);
  const names = publicPackages(from).map(({ manifest }) => manifest.name);
  const problems = config.baseBranch === 'main' ? [] : [`${CONFIG}: baseBranch is not "main".`];
  const files = repositoryFiles(from).filter((file) => /^\.changeset\/(?!README).*\.md$/.test(file));
  for (const file of files) {
    const text = readFileSync(join(from, file), 'utf8');
    problems.push(...problemsOf(text, names).map((problem) => `${file}: ${problem}`));
  }
  return { read: files.length + 1, problems };
}

function problemsOf(text, names) {
  const [, header, summary] = HEADER.exec(text) ?? [];
  if (header === undefined) return ['does not begin with a header between --- lines.'];
  const problems = summary.trim() === '' ? ['says nothing of the change.'] : [];
  for (const line of header.split('\n').filter(Boolean)) {
    const name = ENTRY.exec(line)?.[2];
    if (name === undefined) problems.push(`"${line}" is not '<package>': patch, minor or major.`);
    else if (!names.includes(name)) problems.push(`"${name}" is not a public package.`);
  }
  return problems;
}
