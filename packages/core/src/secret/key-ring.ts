/**
 * Keys for every purpose, derived from the configured secrets.
 *
 * @see RFC 5869 (HKDF): one key per purpose, so that what is made for one is refused by another
 */

import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes, timingSafeEqual } from 'node:crypto';
import { AuthError } from '../auth-error.ts';

export interface KeyRing {
  /** HMAC-SHA-256 by the newest key, as base64url. */
  sign(purpose: string, data: string | Uint8Array): string;
  /** The signatures by every key, newest first. */
  signatures(purpose: string, data: string | Uint8Array): readonly string[];
  /** True for a signature by any key of the ring. */
  verify(purpose: string, data: string | Uint8Array, signature: string): boolean;
  /** Text that only this ring can read and nobody can change (AES-256-GCM), as base64url. */
  seal(purpose: string, text: string): string;
  /** What was sealed by any key of the ring; `null` for anything else. */
  open(purpose: string, sealed: string): string | null;
  /** False when the ring was made from a random secret that ends with this process. */
  readonly configured: boolean;
}

/** Newest first. Without any a random one is made, good until the process ends. */
export function createKeyRing(secrets: readonly string[]): KeyRing {
  secrets.forEach(assertStrong);
  const ring = secrets.length > 0 ? secrets : [randomBytes(32).toString('base64url')];
  const keys = new Map<string, readonly Buffer[]>();

  function keysFor(purpose: string): readonly Buffer[] {
    const known = keys.get(purpose);
    if (known !== undefined) return known;
    const derived = ring.map((secret) => Buffer.from(hkdfSync('sha256', secret, 'doorward', purpose, 32)));
    keys.set(purpose, derived);
    return derived;
  }

  const signatures = (purpose: string, data: string | Uint8Array): readonly string[] =>
    keysFor(purpose).map((key) => createHmac('sha256', key).update(data).digest('base64url'));

  return {
    configured: secrets.length > 0,
    sign: (purpose, data) => signatures(purpose, data)[0] as string,
    signatures,
    verify: (purpose, data, signature) =>
      signatures(purpose, data).filter((each) => isSameText(each, signature)).length > 0,
    seal: (purpose, text) => encrypt(keysFor(`seal ${purpose}`)[0] as Buffer, text),
    open(purpose, sealed) {
      for (const key of keysFor(`seal ${purpose}`)) {
        const text = decrypt(key, sealed);
        if (text !== null) return text;
      }
      return null;
    },
  };
}

const IV_BYTES = 12;
const TAG_BYTES = 16;

/** Nonce, tag, ciphertext. @see NIST SP 800-38D §8.2.2: a random nonce for each, far below 2^32 for one key */
function encrypt(key: Buffer, text: string): string {
  const iv = randomBytes(IV_BYTES);
  const cipher = createCipheriv('aes-256-gcm', key, iv);
  const encrypted = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([iv, cipher.getAuthTag(), encrypted]).toString('base64url');
}

function decrypt(key: Buffer, sealed: string): string | null {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < IV_BYTES + TAG_BYTES) return null;
  const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, IV_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAuthTag(bytes.subarray(IV_BYTES, IV_BYTES + TAG_BYTES));
  try {
    return decipher.update(bytes.subarray(IV_BYTES + TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return null;
  }
}

function isSameText(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

const MIN_LENGTH = 32;

function assertStrong(secret: string, index: number): void {
  const option = `secret[${index}]`;
  const remedy = 'Make one with: node -p "crypto.randomBytes(32).toString(\'base64url\')"';
  if (secret.length < MIN_LENGTH) {
    throw new AuthError(
      'core/options-invalid',
      `${option}: has ${secret.length} characters, at least ${MIN_LENGTH} are needed. ${remedy}`,
      { option },
    );
  }
  if (new Set(secret).size < 8 || /change.?me|secret.?key|your.?secret|example/i.test(secret)) {
    throw new AuthError('core/options-invalid', `${option}: can be guessed. ${remedy}`, { option });
  }
}
