// A repository in a temporary folder, to plant violations in.
import { copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { root } from '../src/repository.mjs';

const CONFIGURATION = [
  '.gitignore',
  'biome.json',
  'knip.jsonc',
  'oxlint.json',
  'package.json',
  'tsconfig.base.json',
  'tsconfig.test.json',
];

/** Writes these files beside the real configuration, gives `use` the folder, and removes it afterwards. */
export async function planted<T>(files: Record<string, string>, use: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'doorward-planted-'));
  try {
    for (const file of CONFIGURATION) copyFileSync(join(root, file), join(folder, file));
    symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'));
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    }
    return await use(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** The manifest of a public package. */
export function manifest(name: string, more: object = {}): string {
  return JSON.stringify({ name: `@doorward/${name}`, version: '0.0.0', type: 'module', license: 'MIT', ...more });
}
