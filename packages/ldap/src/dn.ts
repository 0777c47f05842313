/**
 * Distinguished names, as far as comparing them needs: case, spaces and ways to escape do not matter.
 * @see RFC 4514 §3, RFC 4518 §2.6.1
 */

interface Assertion {
  readonly type: string;
  /** As it compares; one in hexadecimal keeps its `#`. */
  readonly value: string;
}

type RelativeName = readonly Assertion[];

/**
 * ```text
 * assertion = *SP type *SP "=" value ( "," / "+" / end )
 * type      = letter *( letter / digit / "-" ) / number *( "." number )
 * value     = "#" 1*( HEX HEX ) / *( plain / "\" HEX HEX / "\" special )
 * ```
 */
const ASSERTION =
  / *([a-z][a-z0-9-]*|\d+(?:\.\d+)*) *=( *#(?:[0-9a-f]{2})+ *(?=[,+]|$)|(?! *#)(?:[^\\"+,;<>\0]|\\[0-9a-f]{2}|\\[ "#+,;<=>\\])*)(,|\+|$)/iy;

const ESCAPED = /((?:\\[0-9a-f]{2})+)|\\(.)/gi;

/** The same text for names that are the same; `null` for what is no name. The empty name is none here. */
export function normalDn(text: string): string | null {
  return (
    parseDn(text)
      ?.map((assertions) =>
        assertions
          .map(({ type, value }) => `${type}=${value}`)
          .sort()
          .join('+'),
      )
      .join(',') ?? null
  );
}

/** The value of a common name that a distinguished name begins with, as {@link normalName} has it; else `null`. */
export function leadingName(text: string): string | null {
  const [first = []] = parseDn(text) ?? [];
  const [only, second] = first;
  return only?.type === 'cn' && second === undefined ? only.value : null;
}

/** The same text for names that differ in case and spaces alone. */
export function normalName(name: string): string {
  return fold(name).replace(/[\\,+=#]/g, '\\$&');
}

function parseDn(text: string): readonly RelativeName[] | null {
  const names: Assertion[][] = [[]];
  let at = 0;
  for (;;) {
    ASSERTION.lastIndex = at;
    const [all, type, written, end] = ASSERTION.exec(text) ?? [];
    if (all === undefined || type === undefined || written === undefined) return null;
    const value = comparedValue(written);
    if (value === null) return null;
    names.at(-1)?.push({ type: type.toLowerCase(), value });
    if (end === '') return names;
    if (end === ',') names.push([]);
    at += all.length;
  }
}

function comparedValue(written: string): string | null {
  if (/^ *#/.test(written)) return written.trim().toLowerCase();
  try {
    return normalName(
      written.replace(ESCAPED, (_all, bytes: string | undefined, character: string) =>
        bytes === undefined ? character : UTF8.decode(Buffer.from(bytes.replaceAll('\\', ''), 'hex')),
      ),
    );
  } catch {
    // Bytes that are no text.
    return null;
  }
}

const UTF8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function fold(text: string): string {
  return text.normalize('NFC').toLowerCase().replace(/ +/g, ' ').replace(/^ | $/g, '');
}
