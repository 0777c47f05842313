/**
 * Reads one cookie without parsing the others.
 *
 *   cookie-string = cookie-pair *( ";" SP cookie-pair )
 *
 * @see RFC 6265bis §4.2.1
 */

/** The header holds our cookie twice, with different values. */
export const DOUBLED: unique symbol = Symbol('doubled');

/**
 * The value of the cookie `name`, `undefined` when it is absent, {@link DOUBLED} when the header
 * holds it with two values (as a sibling subdomain can bring about). The name is matched exactly;
 * the value is given as sent.
 */
export function readCookie(header: string, name: string): string | undefined | typeof DOUBLED {
  const first = findCookie(header, name, 0);
  if (first === -1) return undefined;
  const value = valueAt(header, first);
  for (let at = findCookie(header, name, first); at !== -1; at = findCookie(header, name, at)) {
    if (valueAt(header, at) !== value) return DOUBLED;
  }
  return value;
}

/** Index of the value of the next cookie of that name after `from`, or -1. */
function findCookie(header: string, name: string, from: number): number {
  let at = header.indexOf(name, from);
  while (at !== -1) {
    const end = at + name.length;
    if (header.charCodeAt(end) === EQUALS && startsPair(header, at)) return end + 1;
    at = header.indexOf(name, end);
  }
  return -1;
}

function startsPair(header: string, at: number): boolean {
  let i = at - 1;
  while (i >= 0 && isBlank(header.charCodeAt(i))) i -= 1;
  return i < 0 || header.charCodeAt(i) === SEMICOLON;
}

function valueAt(header: string, from: number): string {
  const semicolon = header.indexOf(';', from);
  let start = from;
  let end = semicolon === -1 ? header.length : semicolon;
  while (start < end && isBlank(header.charCodeAt(start))) start += 1;
  while (end > start && isBlank(header.charCodeAt(end - 1))) end -= 1;
  return header.slice(start, end);
}

/** Space and tab alone: other white space is part of a value. */
function isBlank(code: number): boolean {
  return code === SPACE || code === TAB;
}

const EQUALS = 0x3d;
const SEMICOLON = 0x3b;
const SPACE = 0x20;
const TAB = 0x09;
