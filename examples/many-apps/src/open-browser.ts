/**
 * Opens the default browser, for somebody who started the server by hand.
 */

import { flags } from './flags.ts';

/** Not with `--headless`, not without a terminal, not over SSH, not in CI. The address is printed in any case. */
export async function openBrowser(url: string): Promise<void> {
  const { CI, SSH_CONNECTION } = process.env;
  if (flags.headless || !process.stdout.isTTY || SSH_CONNECTION || (CI && CI !== 'false')) return;
  try {
    const { default: open } = await import('open');
    const child = await open(url);
    child.on('error', () => undefined);
  } catch {
    // No browser: the address stands in the terminal.
  }
}
