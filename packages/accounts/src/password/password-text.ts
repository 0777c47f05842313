/**
 * How a password is read: in Unicode's form NFC, so that keyboards that write an accent in one or in two
 * code points agree, and whole.
 * @see https://pages.nist.gov/800-63-4/sp800-63b.html#passwordver
 */

/** The characters of a password, as a person counts them: code points. */
export function codePointsOf(password: string): string[] {
  return [...password.normalize('NFC')];
}

/**
 * The bytes that are hashed: two passwords have the same only when they are canonically equal. They are
 * UTF-8, which has no way to write half of a surrogate pair; a text with one is written as hexadecimal.
 */
export function passwordBytes(password: string): Buffer {
  const text = password.normalize('NFC');
  if (!NEEDS_ESCAPE.test(text)) return Buffer.from(text);
  return Buffer.from(ESCAPE + Buffer.from(text, 'utf16le').toString('hex'));
}

const ESCAPE = '\u{10ffff}';
const NEEDS_ESCAPE = /^\u{10ffff}|\p{Surrogate}/u;
