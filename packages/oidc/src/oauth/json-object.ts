/**
 * Reads an object that somebody else wrote as JSON.
 * @see RFC 8259 §8.1
 */

import type { Claims } from '../identity.ts';

/** `null` for what is not UTF-8, no JSON, or no object. */
export function jsonObject(body: Uint8Array): Claims | null {
  try {
    const value: unknown = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(body));
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Claims) : null;
  } catch {
    return null;
  }
}
