/**
 * What a token's header may say, before its signature is looked at. `jwk`, `jku`, `x5c` and `x5u` are never
 * read: keys come from the configured place alone.
 * @see RFC 7515 §4.1, RFC 8725 §3
 */

import type { CompactToken } from './compact-token.ts';
import { mediaType } from './media-type.ts';

/** True when the token is of a kind that is expected here. Says nothing of who made it. */
export function isExpectedHeader({ header }: CompactToken, types: ReadonlySet<string>): boolean {
  // The one extension that jose understands. All others are refused by it when they are critical.
  if (Object.hasOwn(header, 'b64')) return false;
  return isExpectedType(header['typ'], types) && !isNested(header['cty']) && isKeyName(header['kid']);
}

function isExpectedType(typ: unknown, types: ReadonlySet<string>): boolean {
  if (typ === undefined) return types.has('');
  return typeof typ === 'string' && types.has(mediaType(typ));
}

/** A token inside a token (RFC 7519 §5.2). */
function isNested(cty: unknown): boolean {
  return cty !== undefined && (typeof cty !== 'string' || mediaType(cty) === 'application/jwt');
}

function isKeyName(kid: unknown): boolean {
  return kid === undefined || typeof kid === 'string';
}
