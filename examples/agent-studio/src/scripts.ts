/**
 * The scripts of the page: our own, and the client from the installed packages as they are. An import map names those,
 * and nothing is bundled.
 */

import { readdirSync, readFileSync } from 'node:fs';
import { asset, type Route } from './answer.ts';

const OWN = new URL('browser/', import.meta.url);
const CLIENT = new URL('.', import.meta.resolve('@doorward/client'));

const FILES: readonly (readonly [path: string, file: URL])[] = [
  ...scriptsIn(OWN, '/assets'),
  ...scriptsIn(CLIENT, '/lib/client'),
  ['/lib/permission.js', new URL(import.meta.resolve('@doorward/core/permission'))],
  ['/lib/openapi-fetch.js', new URL(import.meta.resolve('openapi-fetch'))],
];

export const scriptRoutes: readonly Route[] = FILES.map(([path, file]) => {
  const code = readFileSync(file, 'utf8');
  return { method: 'get', path, handle: () => asset('text/javascript', code) };
});

/** For the page; `base` stands before every path. */
export const importMap = (base: string): string =>
  JSON.stringify({
    imports: {
      '@doorward/client': `${base}/lib/client/index.js`,
      '@doorward/core/permission': `${base}/lib/permission.js`,
      'openapi-fetch': `${base}/lib/openapi-fetch.js`,
    },
  });

function scriptsIn(folder: URL, path: string): readonly (readonly [path: string, file: URL])[] {
  const names = readdirSync(folder).filter((name) => name.endsWith('.js'));
  return names.map((name) => [`${path}/${name}`, new URL(name, folder)]);
}
