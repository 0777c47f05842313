/**
 * The text of access and refresh tokens: signed, so that one that was never made is told apart from one that
 * is over, and without meaning for clients.
 *
 *   token = ( "dwa_" / "dwr_" ) family "." generation "." issued "." lifetime "." signature
 *
 * Numbers are in base 36; times in seconds. Both kinds are signed by keys of their own, so neither passes for
 * the other.
 *
 * @see RFC 6749 §1.4 (access token), §1.5 (refresh token), §10.10 (not to be guessed)
 */

import type { KeyRing } from '../secret/key-ring.ts';

export type TokenKind = 'access' | 'refresh';

export interface TokenClaims {
  /** Stands for the session; of no use by itself. */
  readonly family: string;
  readonly generation: number;
  /** Milliseconds since the epoch. */
  readonly expiresAt: number;
}

export interface NewToken {
  readonly family: string;
  readonly generation: number;
  /** Milliseconds since the epoch; counted from the next whole second. */
  readonly issuedAt: number;
  readonly lifetimeSeconds: number;
}

export interface PairTokens {
  /** The same token for the same facts. */
  make(kind: TokenKind, facts: NewToken): string;
  /** `null` for what is no token of this kind, or not ours. */
  read(kind: TokenKind, token: string): TokenClaims | null;
}

const PREFIX: Readonly<Record<TokenKind, string>> = { access: 'dwa_', refresh: 'dwr_' };
const PURPOSE: Readonly<Record<TokenKind, string>> = { access: 'access token', refresh: 'refresh token' };

/** family, generation, issued, lifetime, signature. */
const FORM = /^dw[ar]_([\w-]{43})\.([0-9a-z]{1,8})\.([0-9a-z]{1,8})\.([0-9a-z]{1,8})\.([\w-]{43})$/;

export function createPairTokens(keys: KeyRing): PairTokens {
  return {
    make(kind, { family, generation, issuedAt, lifetimeSeconds }) {
      const numbers = [generation, Math.ceil(issuedAt / 1000), lifetimeSeconds].map((number) => number.toString(36));
      const signed = [family, ...numbers].join('.');
      return `${PREFIX[kind]}${signed}.${keys.sign(PURPOSE[kind], signed)}`;
    },
    read(kind, token) {
      const match = token.startsWith(PREFIX[kind]) ? FORM.exec(token) : null;
      if (match === null) return null;
      const [, family = '', generation = '', issued = '', lifetime = '', signature = ''] = match;
      if (!keys.verify(PURPOSE[kind], `${family}.${generation}.${issued}.${lifetime}`, signature)) return null;
      const expiresAt = (Number.parseInt(issued, 36) + Number.parseInt(lifetime, 36)) * 1000;
      return { family, generation: Number.parseInt(generation, 36), expiresAt };
    },
  };
}

/** True for what was meant as a token of this kind, whether it is one or not. */
export function looksLikeToken(kind: TokenKind, text: string): boolean {
  return text.startsWith(PREFIX[kind]);
}
