/**
 * A strict reader of Set-Cookie: what it accepts, every browser accepts.
 *
 * @see RFC 6265bis §4.1, §4.1.3 (prefixes)
 */

export interface StrictCookie {
  readonly name: string;
  readonly value: string;
  readonly attributes: Readonly<Record<string, string | true>>;
}

/** @throws Error for anything that RFC 6265bis does not let a server send. */
export function readSetCookie(line: string): StrictCookie {
  const [pair = '', ...rest] = line.split('; ');
  const match = /^([!#$%&'*+\-.^_`|~0-9A-Za-z]+)=([\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]*)$/.exec(pair);
  if (match === null || pair.length > 4096) throw new Error(`not a cookie-pair: ${pair}`);
  const attributes: Record<string, string | true> = {};
  for (const attribute of rest) {
    const [name = '', value] = attribute.split('=', 2);
    if (name.toLowerCase() in attributes) throw new Error(`doubled attribute ${name}`);
    attributes[name.toLowerCase()] = value ?? true;
  }
  const [, name = '', value = ''] = match;
  if (
    name.startsWith('__Host-') &&
    !(attributes['secure'] === true && attributes['path'] === '/' && !('domain' in attributes))
  ) {
    throw new Error('__Host- without Secure and Path=/');
  }
  if (!('samesite' in attributes)) throw new Error('no SameSite');
  return { name, value, attributes };
}
