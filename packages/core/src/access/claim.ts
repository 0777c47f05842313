/**
 * Reads the claims of a token or an answer that somebody else wrote.
 * @see RFC 7519 §4
 */

/** A claim by its name, which may have dots in it, else by its path, such as `realm_access.roles`. Own members only. */
export function claimAt(claims: Readonly<Record<string, unknown>>, name: string): unknown {
  if (Object.hasOwn(claims, name)) return claims[name];
  let value: unknown = claims;
  for (const step of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined;
    value = Reflect.get(value, step);
  }
  return value;
}
