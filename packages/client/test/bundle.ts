/**
 * The client as pages load it: one file.
 */

import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

export async function bundleClient(): Promise<string> {
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL('../src/index.ts', import.meta.url))],
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'browser',
    conditions: ['source'],
    logLevel: 'error',
  });
  return outputFiles[0]?.text ?? '';
}
