/**
 * Media types as `typ` and `cty` write them: without regard to case, and `application/` may be left out.
 * @see RFC 7515 §4.1.9, RFC 8725 §3.11
 */

/** The full name in lower case, so that equal types are equal strings. */
export function mediaType(value: string): string {
  const name = value.toLowerCase();
  return name.includes('/') ? name : `application/${name}`;
}
