/**
 * Parameters that a browser brings, which anybody can have written.
 */

/** What OpenID Connect Core §2 allows for `sub`. */
const MAX_NAME_LENGTH = 255;

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what it looks for
const CONTROL = /[\u0000-\u001f\u007f-\u009f]/;

/** The value of a parameter that is there once; `null` for none, and for one of several. */
export function onlyValue(parameters: URLSearchParams, name: string): string | null {
  const [value = null, ...others] = parameters.getAll(name);
  return others.length === 0 ? value : null;
}

/** True for a text that can name somebody, or a session: not empty, not long, without control characters. */
export function isName(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= MAX_NAME_LENGTH && !CONTROL.test(value);
}
