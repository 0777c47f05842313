/**
 * Which version of this package runs.
 */

import { createRequire } from 'node:module';

/** As its `package.json` says; `unknown` in a bundle that left that file behind. */
export function ownVersion(): string {
  try {
    // The same way from src and from dist.
    const { version } = createRequire(import.meta.url)('../package.json') as { readonly version: string };
    return version;
  } catch {
    return 'unknown';
  }
}
