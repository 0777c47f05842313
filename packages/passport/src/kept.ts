/**
 * What a strategy needs at the end of a sign-in, as the core carries it from the beginning: sealed, in a cookie of the
 * browser, once, for this provider.
 */

import { failed } from './failure.ts';
import { type LoginSession, withoutPrototype } from './strategy-request.ts';

export interface Kept {
  /** As the strategy had put it into the address. */
  readonly state: string | null;
  readonly nonce: string | null;
  /** What it wrote into `req.session`. */
  readonly session: LoginSession;
}

/** Browsers take 4096 bytes of a cookie, and sealing makes it longer. */
const MAX_LENGTH = 2_000;

/** @throws AuthError `passport/strategy-failed` when it is too long, or no JSON. */
export function writeKept(strategy: string, kept: Kept): string {
  const text = jsonOf(kept);
  if (text === null) throw failed(strategy, 'what it keeps in req.session is no JSON');
  if (text.length <= MAX_LENGTH) return text;
  throw failed(strategy, `it keeps more in req.session than ${MAX_LENGTH} characters of JSON`);
}

export function readKept(text: string | null): Kept {
  const { state, nonce, session } = JSON.parse(text ?? '') as Kept;
  return { state, nonce, session: withoutPrototype(session) };
}

function jsonOf(value: unknown): string | null {
  try {
    return JSON.stringify(value);
  } catch {
    return null;
  }
}
