/**
 * The size of a package's own code: bundled without its dependencies, minified, gzip.
 */

import { createRequire } from 'node:module';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';

const require = createRequire(new URL('../../peers/package.json', import.meta.url));

/**
 * @param {string} name of a package of ours, without its scope
 * @returns {Promise<number>} bytes
 */
export async function bundleSize(name) {
  const { build } = require('esbuild');
  const { outputFiles } = await build({
    entryPoints: [fileURLToPath(new URL(`../../../${name}/dist/index.js`, import.meta.url))],
    bundle: true,
    packages: 'external',
    platform: 'node',
    format: 'esm',
    minify: true,
    write: false,
  });
  return gzipSync(outputFiles[0].contents, { level: 9 }).length;
}
