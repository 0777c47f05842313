/**
 * Addresses that providers lead to.
 */

/** As it can stand in a header. @throws TypeError for what cannot. */
export function writable(url: string): string {
  const written = URL.canParse(url) ? new URL(url).href : url;
  if (/^[\x21-\x7e]+$/.test(written)) return written;
  throw new TypeError('it leads to no address');
}
