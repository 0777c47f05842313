/**
 * The one check of where a person may be sent back to: a path of ours, never another host.
 *
 * @see WHATWG URL, which browsers follow: `\` counts as `/`, tabs and newlines vanish.
 */

/** Longer paths are not kept through a login. */
export const MAX_RETURN_PATH_LENGTH = 2048;

/** `value` when it is a local absolute path, else `null`. */
export function localPath(value: string | null | undefined): string | null {
  if (value === null || value === undefined || value.length > MAX_RETURN_PATH_LENGTH) return null;
  if (!LOCAL.test(value)) return null;
  let parsed: URL;
  try {
    parsed = new URL(value, BASE);
  } catch {
    return null;
  }
  const lands = parsed.origin === BASE && !parsed.pathname.startsWith('//');
  return lands ? value : null;
}

/** The path of a whole address on `origin`, for {@link localPath} to check; `null` for an address elsewhere. */
export function pathAtOrigin(address: string | null, origin: string): string | null {
  if (address === null || !URL.canParse(address)) return null;
  const { origin: found, pathname, search, hash } = new URL(address);
  return found === origin ? pathname + search + hash : null;
}

/** The query without the parameters that carry credentials; the rest byte for byte. */
export function withoutParameters(query: string, names: readonly string[]): string {
  return query
    .split('&')
    .filter((pair) => !names.includes(parameterName(pair)))
    .join('&');
}

function parameterName(pair: string): string {
  return new URLSearchParams(pair).keys().next().value ?? '';
}

const BASE = 'http://doorward.invalid';

/** One slash, then nothing that a browser could read as a second one; no space, control or backslash anywhere. */
const LOCAL = /^\/(?!\/)[\x21-\x5b\x5d-\x7e]*$/;
