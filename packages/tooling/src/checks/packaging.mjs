// What would be published is right: publint and attw on the packed tarball of each public package.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { run } from '../command.mjs';
import { runPnpm } from '../pnpm.mjs';
import { publicPackages } from '../repository.mjs';

const ATTW = createRequire(import.meta.url).resolve('@arethetypeswrong/cli/package.json');

/** Problems are findings of the two tools, prefixed by the package; needs the built packages. */
export async function checkPackaging(from) {
  const packages = publicPackages(from);
  const results = await Promise.all(packages.map((each) => problemsOf(from, each)));
  return { read: packages.length, problems: results.flat() };
}

async function problemsOf(from, { folder, manifest }) {
  const target = mkdtempSync(join(tmpdir(), 'doorward-pack-'));
  try {
    const cwd = join(from, folder);
    const { code, output } = await runPnpm(['pack', '--pack-destination', target], { cwd, quiet: true });
    const [name] = readdirSync(target);
    if (code !== 0 || name === undefined) return [`${folder}: pnpm pack failed\n${output}`];
    const tarball = join(target, name);
    const problems = [...(await publintProblems(tarball, manifest)), ...(await attwProblems(tarball))];
    return problems.map((problem) => `${folder}: ${problem}`);
  } finally {
    rmSync(target, { recursive: true });
  }
}

async function publintProblems(tarball) {
  const { messages, pkg } = await publint({
    pack: { tarball: new Uint8Array(readFileSync(tarball)).buffer },
    strict: true,
  });
  return messages.map((message) => formatMessage(message, pkg, { color: false }));
}

async function attwProblems(tarball) {
  const cli = join(dirname(ATTW), 'dist/index.js');
  const args = [cli, tarball, '--profile', 'esm-only', '--no-color', '--no-emoji'];
  const { code, output } = await run(process.execPath, args, { quiet: true });
  return code === 0 ? [] : [output];
}
