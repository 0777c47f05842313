/**
 * Recognises a token by its form alone: nothing in it is believed yet.
 *
 *   JWS = header "." payload "." signature
 *   JWE = header "." key "." iv "." ciphertext "." tag
 *
 * @see RFC 7515 §7.1, RFC 7516 §7.1
 */

export interface CompactToken {
  readonly text: string;
  /** As it came: any member may be of any type, or missing. */
  readonly header: Readonly<Record<string, unknown>>;
}

/** Longer than this no header line of a Node server is. */
const MAX_LENGTH = 16_384;

const FORM = /^([\w-]+)\.[\w-]*\.([\w-]*)(\.[\w-]*\.[\w-]*)?$/;

/**
 * The token, or `null` when this is something else, such as a key of another scheme. A JWE is one too, so that it is
 * refused here and asked of nobody else.
 */
export function readCompactToken(text: string): CompactToken | null {
  if (text.length > MAX_LENGTH) return null;
  const [, encodedHeader = '', last = '', rest] = FORM.exec(text) ?? [];
  const header = readHeader(encodedHeader);
  if (header === null) return null;
  // One signature has one spelling: the bits that base64url leaves over are zero.
  if (rest === undefined && !isCanonical(last)) return null;
  return { text, header };
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function readHeader(encoded: string): CompactToken['header'] | null {
  if (encoded === '' || !isCanonical(encoded)) return null;
  try {
    const header: unknown = JSON.parse(utf8.decode(Buffer.from(encoded, 'base64url')));
    return isRecord(header) && Object.hasOwn(header, 'alg') ? header : null;
  } catch {
    return null;
  }
}

function isCanonical(part: string): boolean {
  return Buffer.from(part, 'base64url').toString('base64url') === part;
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
